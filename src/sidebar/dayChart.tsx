import { useState } from 'preact/hooks';

interface DayChartProps {
  readonly name: string;
  readonly days: readonly string[];
  /** The highest value, in words. */
  readonly most: string;
  /** Values for each day, stacked on each other. */
  readonly series: readonly (readonly number[])[];
  /** A line across the chart. */
  readonly limit?: number | undefined;
  /** What a day's bar says. */
  readonly reading: (day: number) => string;
}

const HEIGHT = 100;
const GAP = 0.15;

/** A bar for each day. The pointer or the arrow keys choose a day; its values are read below. */
export function DayChart({ name, days, most, series, limit, reading }: DayChartProps) {
  const [chosen, setChosen] = useState<number>();
  const last = days.length - 1;
  const day = Math.min(chosen ?? last, last);
  const sums = days.map((_, index) => series.reduce((sum, values) => sum + (values[index] ?? 0), 0));
  const top = Math.max(...sums, limit ?? 0, 1);
  const scaled = (value: number): number => (value / top) * HEIGHT;
  const pointed = ({ currentTarget, clientX }: { currentTarget: HTMLElement; clientX: number }): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setChosen(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * days.length))));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const places: Readonly<Record<string, number>> = { ArrowLeft: day - 1, ArrowDown: day - 1, ArrowRight: day + 1, ArrowUp: day + 1, Home: 0, End: last };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(last, place)));
  };
  return (
    <>
      <p class="most" aria-hidden="true">{most}</p>
      <div class="chart" role="slider" tabIndex={0} aria-label={name} aria-valuemin={1} aria-valuemax={days.length} aria-valuenow={day + 1} aria-valuetext={reading(day)}
        onPointerMove={pointed} onPointerDown={pointed} onPointerLeave={() => { setChosen(undefined); }} onKeyDown={onKeyDown}>
        <svg viewBox={`0 0 ${days.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {chosen !== undefined && <rect class="pointed" x={day} y={0} width={1} height={HEIGHT} />}
          {days.map((text, index) => <Bar key={text} x={index} values={series.map((values) => scaled(values[index] ?? 0))} />)}
          {limit !== undefined && <line class="limit" x1={0} x2={days.length} y1={HEIGHT - scaled(limit)} y2={HEIGHT - scaled(limit)} />}
        </svg>
      </div>
      <p class="axis" aria-hidden="true"><span>{days[0]}</span><span>{days[last]}</span></p>
      <p class="reading" aria-hidden="true">{reading(day)}</p>
    </>
  );
}

function Bar({ x, values }: { readonly x: number; readonly values: readonly number[] }) {
  let top = HEIGHT;
  return (
    <>
      {values.map((height, index) => {
        if (height === 0) return null;
        top -= height;
        return <rect key={index} class={`series-${index}`} x={x + GAP / 2} y={top} width={1 - GAP} height={height} />;
      })}
    </>
  );
}
