/** A browser draws no element that is much taller than this. */
const MOST_PIXELS = 8_000_000;
/** Rows that are ready beyond those in view, in the page and asked for. */
const SPARE = 4;
const ASK_AROUND = 200;

/** What of a box of rows is in view, in pixels. */
export interface View {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

interface InView {
  /** The rows to draw, the last exclusive. */
  readonly first: number;
  readonly last: number;
  /** How tall all rows are together, or as tall as may be. */
  readonly height: number;
  /** Where the first drawn row is. */
  readonly offset: number;
}

/** Which rows are to be drawn. Where there are more than fit into the tallest element, a step of the wheel passes more of them. */
export function rowsInView(view: View, total: number): InView {
  const { top, height: inView, rowHeight } = view;
  if (rowHeight === 0) return { first: 0, last: 0, height: 0, offset: 0 };
  const height = heightOf(view, total);
  const exact = height <= inView ? 0 : (Math.min(top, height - inView) / (height - inView)) * (total - inView / rowHeight);
  const first = Math.max(0, Math.floor(exact) - SPARE);
  const last = Math.min(total, Math.ceil(exact + inView / rowHeight) + SPARE);
  return { first, last, height, offset: Math.min(top, Math.max(0, height - inView)) - (exact - first) * rowHeight };
}

export const placeOf = (index: number, { rowHeight }: View): number => index * rowHeight;

const heightOf = ({ rowHeight }: View, total: number): number => Math.min(MOST_PIXELS, total * rowHeight);

/** Where to scroll so that a row is in view; undefined when it is. */
export function scrollTo(row: number, view: View, total: number): number | undefined {
  const { height: inView, rowHeight, top } = view;
  const height = heightOf(view, total);
  if (rowHeight === 0 || height <= inView) return undefined;
  const [visible, scale] = [inView / rowHeight, (height - inView) / (total - inView / rowHeight)];
  const first = top / scale;
  if (row >= first && row + 1 <= first + visible) return undefined;
  return (row < first ? row : row + 1 - visible) * scale;
}

/** The rows to ask for when those in view are not all there; undefined when they are, or were asked for. */
export function windowAround(
  first: number,
  last: number,
  { from, rows, total }: { readonly from: number; readonly rows: { readonly length: number }; readonly total: number },
  asked: { readonly from: number; readonly to: number },
): { readonly from: number; readonly to: number } | undefined {
  const has = (start: number, end: number): boolean => first >= start && Math.min(last, total) <= end;
  const spare = ASK_AROUND / 2;
  const isNear = (start: number, end: number): boolean => Math.max(0, first - spare) >= start && Math.min(total, last + spare) <= end;
  if (isNear(from, from + rows.length)) return undefined;
  if (has(asked.from, asked.to) && isNear(asked.from, asked.to)) return undefined;
  return { from: Math.max(0, first - ASK_AROUND), to: Math.min(Math.max(total, last), last + ASK_AROUND) };
}
