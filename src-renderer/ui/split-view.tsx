import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface SplitViewProps {
  children: ReactNode;
  detail: ReactNode | null;
  /** What stands above has a line below it already. */
  flush?: boolean;
}

/** In a window of little height the page scrolls as a whole: see `SettingsView`. */
const SHORT = '[@media(max-height:480px)]:min-h-full [@media(max-height:480px)]:flex-none';

/** A list, and beside it what is open of it; instead of it where the window is narrow. */
export function SplitView({ children, detail, flush = false }: SplitViewProps) {
  return (
    <div className={classNames('flex min-h-0 flex-1', SHORT, flush ? null : 'border-t border-line')}>
      <div className={classNames('flex min-w-0 flex-1 flex-col overflow-y-auto', detail ? 'max-wide:hidden' : null)}>{children}</div>
      {detail ? (
        <div className="min-w-0 flex-1 wide:w-[400px] wide:flex-none wide:border-l wide:border-line min-[1280px]:w-[440px]">{detail}</div>
      ) : null}
    </div>
  );
}
