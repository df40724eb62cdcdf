import { classNames } from './class-names.ts';

export interface MomentProps {
  /** As printed by the server. */
  at: string;
  /** What is shown: usually relative. */
  text: string;
  /** The exact local time, on hover and for screen readers. */
  exact: string;
  className?: string;
}

export function Moment({ at, text, exact, className }: MomentProps) {
  return (
    <time dateTime={at} title={exact} className={classNames('tabular-nums', className)}>
      {text}
      <span className="sr-only">, {exact}</span>
    </time>
  );
}
