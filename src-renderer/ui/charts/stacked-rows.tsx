import { useId } from 'react';

export interface StackedRow {
  label: string;
  /** One number for each part. */
  parts: readonly number[];
}

export interface StackedRowsProps {
  label: string;
  partNames: readonly string[];
  rows: readonly StackedRow[];
  formatNumber: (value: number) => string;
}

const FILLS = ['plain', 'hatched', 'dotted'] as const;

/** Bars that lie, one below the other, each made of parts that are told apart by their pattern. */
export function StackedRows({ label, partNames, rows, formatNumber }: StackedRowsProps) {
  const id = `rows-${useId().replaceAll(/[^\w-]/g, '')}`;
  const longest = Math.max(1, ...rows.map(({ parts }) => sumOf(parts)));
  return (
    <div role="img" aria-label={label} className="flex flex-col gap-1.5">
      <svg width={0} height={0} aria-hidden="true" className="absolute">
        <defs>
          <pattern id={`${id}-hatched`} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={2} height={5} className="fill-accent-ink" />
          </pattern>
          <pattern id={`${id}-dotted`} width={5} height={5} patternUnits="userSpaceOnUse">
            <circle cx={2.5} cy={2.5} r={1} className="fill-accent-ink" />
          </pattern>
        </defs>
      </svg>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-muted">
        {partNames.map((name, index) => (
          <li key={name} className="flex items-center gap-1.5">
            <svg width={12} height={12} aria-hidden="true">
              <Part id={id} index={index} x={0} width="12" height={12} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      {rows.map((row) => (
        <div key={row.label} className="grid grid-cols-[88px_1fr_56px] items-center gap-2">
          <span className="truncate text-right text-small text-ink-muted">{row.label}</span>
          <svg width="100%" height={16} aria-hidden="true" className="block">
            {row.parts.map((part, index) => {
              const before = (sumOf(row.parts.slice(0, index)) / longest) * 100;
              return part === 0 ? null : (
                <Part key={partNames[index]} id={id} index={index} x={`${before}%`} width={`${(part / longest) * 100}%`} height={16} />
              );
            })}
          </svg>
          <span className="text-small tabular-nums">{formatNumber(sumOf(row.parts))}</span>
        </div>
      ))}
    </div>
  );
}

function Part({ id, index, ...place }: { id: string; index: number; x: string | number; width: string; height: number }) {
  const fill = FILLS[index % FILLS.length] ?? 'plain';
  return (
    <rect
      {...place}
      y={0}
      className={fill === 'plain' ? 'fill-accent-ink text-accent-ink' : 'text-accent-ink'}
      stroke="currentColor"
      {...(fill === 'plain' ? {} : { fill: `url(#${id}-${fill})` })}
    />
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
