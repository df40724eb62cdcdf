import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface SplitViewProps {
  children: ReactNode;
  detail: ReactNode | null;
  /** What stands above has a line below it already. */
  flush?: boolean;
}

/** A list, and beside it what is open of it; over it where the window is narrow. */
export function SplitView({ children, detail, flush = false }: SplitViewProps) {
  return (
    <div className={classNames('relative flex min-h-0 flex-1', flush ? null : 'border-t border-line')}>
      <div className="min-w-0 flex-1 overflow-y-auto">{children}</div>
      {detail ? (
        <div className="absolute inset-0 z-20 bg-surface wide:static wide:w-[400px] wide:shrink-0 wide:border-l wide:border-line min-[1280px]:w-[440px]">
          {detail}
        </div>
      ) : null}
    </div>
  );
}
