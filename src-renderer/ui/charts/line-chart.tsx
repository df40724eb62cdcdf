import { Plot, type PlotArea, type PlotCategory } from './plot.tsx';

export interface LineSeries {
  /** Stands at the end of the line. */
  name: string;
  /** Null: nothing was measured. */
  values: readonly (number | null)[];
  /** Lines are told apart by their dashes and marks, not by their colour. */
  style: 'solid' | 'dashed';
}

export interface LineChartProps {
  label: string;
  categories: readonly PlotCategory[];
  series: readonly LineSeries[];
  ticks: readonly number[];
  formatTick: (value: number) => string;
}

const NAME_WIDTH = 7;
const NAME_DISTANCE = 15;
/** More marks than this would touch each other. */
const MARKS_MAXIMUM = 40;

export function LineChart({ label, categories, series, ticks, formatTick }: LineChartProps) {
  const longest = Math.max(0, ...series.map(({ name }) => name.length));
  return (
    <Plot
      label={label}
      categories={categories}
      ticks={ticks}
      formatTick={formatTick}
      marginRight={Math.min(140, 16 + longest * NAME_WIDTH)}
    >
      {(area) => {
        const places = namePlaces(series, area);
        return series.map((line, index) => <Line key={line.name} line={line} area={area} nameY={places[index] ?? null} />);
      }}
    </Plot>
  );
}

function Line({ line, area, nameY }: { line: LineSeries; area: PlotArea; nameY: number | null }) {
  const isSolid = line.style === 'solid';
  const points = line.values.flatMap((value, index) => (value === null ? [] : [{ x: area.x(index), y: area.y(value), index }]));
  return (
    <g className={isSolid ? 'text-accent-ink' : 'text-ink-muted'}>
      <path
        d={pathOf(line.values, area)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        {...(isSolid ? {} : { strokeDasharray: '5 4' })}
      />
      {points.map(({ x, y, index }) =>
        points.length <= MARKS_MAXIMUM || index === area.cursor ? (
          isSolid ? (
            <circle key={index} cx={x} cy={y} r={index === area.cursor ? 4 : 2.5} fill="currentColor" />
          ) : (
            <rect
              key={index}
              x={x - (index === area.cursor ? 4 : 2.5)}
              y={y - (index === area.cursor ? 4 : 2.5)}
              width={index === area.cursor ? 8 : 5}
              height={index === area.cursor ? 8 : 5}
              className="fill-surface"
              stroke="currentColor"
              strokeWidth={1.5}
            />
          )
        ) : null,
      )}
      {nameY === null ? null : (
        <text x={area.right + 6} y={nameY} dy="0.32em" fill="currentColor" className="font-medium">
          {line.name}
        </text>
      )}
    </g>
  );
}

/** A line is broken where nothing was measured. */
function pathOf(values: readonly (number | null)[], area: PlotArea): string {
  let isDrawing = false;
  return values
    .map((value, index) => {
      const command = isDrawing ? 'L' : 'M';
      isDrawing = value !== null;
      return value === null ? '' : `${command}${area.x(index).toFixed(1)} ${area.y(value).toFixed(1)}`;
    })
    .join('');
}

/** At the last value of each line, moved apart where two would cover each other. */
function namePlaces(series: readonly LineSeries[], area: PlotArea): (number | null)[] {
  const wanted = series.map(({ values }, index) => {
    const last = values.findLast((value) => value !== null);
    return last === undefined || last === null ? null : { index, y: area.y(last) };
  });
  const placed: (number | null)[] = series.map(() => null);
  let above = Number.NEGATIVE_INFINITY;
  for (const place of wanted.filter((one) => one !== null).sort((a, b) => a.y - b.y)) {
    const y = Math.max(place.y, above + NAME_DISTANCE);
    placed[place.index] = y;
    above = y;
  }
  return placed;
}
