import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { labelEvery } from './ticks.ts';
import { useWidth } from './use-width.ts';

export interface PlotCategory {
  /** Below the axis. */
  label: string;
  /** What is read out where the cursor is: the time and every value. */
  readout: string;
}

export interface PlotProps {
  label: string;
  categories: readonly PlotCategory[];
  ticks: readonly number[];
  formatTick: (value: number) => string;
  /** Room at the end for names of lines. */
  marginRight?: number;
  /** Draws within the axes. */
  children: (area: PlotArea) => ReactNode;
}

export interface PlotArea {
  left: number;
  right: number;
  bottom: number;
  /** The middle of a category. */
  x: (index: number) => number;
  y: (value: number) => number;
  step: number;
  /** Where the cursor is. */
  cursor: number | null;
}

const HEIGHT = 188;
const TOP = 10;
const BOTTOM = HEIGHT - 22;
const LEFT = 46;
const LABEL_WIDTH = 58;

/**
 * Axes with a cursor: the pointer moves it, arrows move it while the plot has the focus, and what stands there is written
 * above the plot and read out.
 */
export function Plot({ label, categories, ticks, formatTick, marginRight = 12, children }: PlotProps) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<number | null>(null);
  const count = categories.length;
  const right = Math.max(LEFT + 40, width - marginRight);
  const step = (right - LEFT) / Math.max(1, count);
  const top = ticks.at(-1) ?? 1;
  const area: PlotArea = {
    left: LEFT,
    right,
    bottom: BOTTOM,
    step,
    cursor,
    x: (index) => LEFT + step * (index + 0.5),
    y: (value) => BOTTOM - (value / top) * (BOTTOM - TOP),
  };
  const every = labelEvery(count, right - LEFT, LABEL_WIDTH);
  const place = (index: number) => setCursor(Math.max(0, Math.min(count - 1, index)));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    place(Math.floor((event.clientX - left - LEFT) / step));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = { ArrowRight: (cursor ?? -1) + 1, ArrowLeft: (cursor ?? count) - 1, Home: 0, End: count - 1 }[event.key];
    if (moved === undefined) return;
    event.preventDefault();
    place(moved);
  };
  const shown = cursor === null ? undefined : categories[cursor];

  return (
    <div ref={frame} className="min-w-0">
      <p aria-hidden="true" className="h-4 truncate text-small text-ink-muted tabular-nums">
        {shown?.readout}
      </p>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={(cursor ?? 0) + 1}
        aria-valuetext={(shown ?? categories[0])?.readout ?? ''}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setCursor(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(null)}
        className="mt-1 rounded-sm focus-visible:outline-offset-0"
      >
        <svg width={Math.max(0, width)} height={HEIGHT} aria-hidden="true" className="block overflow-visible text-small">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={right} y1={area.y(tick)} y2={area.y(tick)} className="stroke-line" />
              <text x={LEFT - 8} y={area.y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-faint tabular-nums">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {categories.map((category, index) =>
            index % every === 0 ? (
              <text key={category.label + String(index)} x={area.x(index)} y={HEIGHT - 6} textAnchor="middle" className="fill-ink-faint">
                {category.label}
              </text>
            ) : null,
          )}
          {cursor === null ? null : <line x1={area.x(cursor)} x2={area.x(cursor)} y1={TOP} y2={BOTTOM} className="stroke-line-strong" />}
          {width > 0 ? children(area) : null}
        </svg>
      </div>
    </div>
  );
}
