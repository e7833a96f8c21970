/** Times in milliseconds of two things done in turn, A B A B …, so that a drift of the machine meets both. */
export interface Pair {
  readonly own: readonly number[];
  readonly anchor: readonly number[];
}

/** Runs both in turn `rounds` times after `warmup` rounds that do not count. */
export async function inTurn(
  own: () => unknown,
  anchor: () => unknown,
  { rounds = 15, warmup = 3 }: { rounds?: number; warmup?: number } = {},
): Promise<Pair> {
  const times: { own: number[]; anchor: number[] } = { own: [], anchor: [] };
  for (let round = -warmup; round < rounds; round++) {
    for (const [name, run] of [['own', own], ['anchor', anchor]] as const) {
      const started = performance.now();
      await run();
      if (round >= 0) times[name].push(performance.now() - started);
    }
  }
  return times;
}

/** The median of the ratios pair by pair, with both medians, as one line. */
export function ratioLine(what: string, anchorName: string, { own, anchor }: Pair): string {
  const ratios = own.map((time, index) => time / (anchor[index] ?? NaN));
  const ms = (times: readonly number[]): string => `${median(times).toFixed(2)} ms`;
  return `${what.padEnd(44)} ${median(ratios).toFixed(2).padStart(7)} ×  ${anchorName}   (${ms(own)} beside ${ms(anchor)})`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
