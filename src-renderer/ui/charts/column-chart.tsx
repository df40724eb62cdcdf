import { useId } from 'react';
import { Plot, type PlotCategory } from './plot.tsx';

export interface Column extends PlotCategory {
  value: number;
  /** Hatched ones have not happened yet. */
  isExpected: boolean;
}

export interface ColumnChartProps {
  label: string;
  columns: readonly Column[];
  ticks: readonly number[];
  formatTick: (value: number) => string;
}

/** Numbers stand above columns that are at least so wide. */
const NUMBERED_WIDTH = 20;

export function ColumnChart({ label, columns, ticks, formatTick }: ColumnChartProps) {
  const hatch = `hatch-${useId().replaceAll(/[^\w-]/g, '')}`;
  return (
    <Plot label={label} categories={columns} ticks={ticks} formatTick={formatTick}>
      {({ x, y, step, bottom }) => {
        const width = Math.max(1, Math.min(40, step * 0.7));
        return (
          <g>
            <defs>
              <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width={2} height={5} className="fill-accent-ink" />
              </pattern>
            </defs>
            {columns.map(({ value, isExpected, label: name }, index) =>
              value === 0 ? null : (
                <g key={name + String(index)}>
                  <rect
                    x={x(index) - width / 2}
                    y={y(value)}
                    width={width}
                    height={bottom - y(value)}
                    {...(isExpected
                      ? { fill: `url(#${hatch})`, stroke: 'currentColor', className: 'text-accent-ink' }
                      : { className: 'fill-accent-ink' })}
                  />
                  {step >= NUMBERED_WIDTH ? (
                    <text x={x(index)} y={y(value) - 4} textAnchor="middle" className="fill-ink-muted tabular-nums">
                      {formatTick(value)}
                    </text>
                  ) : null}
                </g>
              ),
            )}
          </g>
        );
      }}
    </Plot>
  );
}
