/** Looks at bytes from `start` up to `end`, and up to 16 beyond: where a pair begins, or -1. */
export type FindPair = (start: number, end: number) => number;

/** As far as it is used here; the types of Node have it without values. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

const BLOCK = 16;
/** Small and capital letters differ in this bit; no byte but a letter becomes a small letter by it. */
export const CASE_BIT = 0x20;
const PAGE = 65_536;

// The instructions that are used, by their names in WebAssembly's text format.
const [LOOP, IF, END, BRANCH, RETURN] = [[0x03, 0x40], [0x04, 0x40], 0x0b, 0x0c, 0x0f];
const [GET, SET, TEE, CONST, GREATER_OR_EQUAL, TRAILING_ZEROS, ADD] = [0x20, 0x21, 0x22, 0x41, 0x4f, 0x68, 0x6a];
const vector = (code: number): number[] => [0xfd, code];
const [LOAD, SPLAT, EQUAL, AND, OR, BITMASK] = [vector(0x00), vector(0x0f), vector(0x23), vector(0x4e), vector(0x50), vector(0x64)];
const [I32, V128, FUNCTION] = [0x7f, 0x7b, 0x60];
const [START, ENDING, FIRST, SECOND, FOUND] = [0, 1, 2, 3, 4];

/**
 * Room for `size` bytes, and a finder in them of any of the first letters followed by any of the second, in whatever
 * case. It compares 16 bytes at a time, which JavaScript cannot; all letters are small ones of ASCII.
 */
export function createPairFinder(size: number, first: readonly number[], second: readonly number[]): { memory: Buffer; find: FindPair } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((size + BLOCK + 1) / PAGE) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes(first, second)), { '': { memory } });
  return { memory: Buffer.from(memory.buffer), find: exports['find'] as FindPair };
}

function moduleBytes(first: readonly number[], second: readonly number[]): Uint8Array<ArrayBuffer> {
  const lower = (offset: number): number[] => [GET, START, ...LOAD, 0, offset, ...splat(CASE_BIT), ...OR];
  const code = [
    ...LOOP,
    GET, START, GET, ENDING, GREATER_OR_EQUAL, ...IF, CONST, ...signed(-1), RETURN, END,
    ...lower(0), SET, FIRST,
    ...lower(1), SET, SECOND,
    ...isAnyOf(FIRST, first), ...isAnyOf(SECOND, second), ...AND, ...BITMASK, TEE, FOUND,
    ...IF, GET, START, GET, FOUND, TRAILING_ZEROS, ADD, RETURN, END,
    GET, START, CONST, ...signed(BLOCK), ADD, SET, START,
    BRANCH, 0, END,
    CONST, ...signed(-1), END,
  ];
  return Uint8Array.from([
    ...text('\0asm'), 1, 0, 0, 0,
    ...section(1, [1, FUNCTION, 2, I32, I32, 1, I32]),
    ...section(2, [1, 0, ...name('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('find'), 0, 0]),
    ...section(10, [1, ...sized([2, 2, V128, 1, I32, ...code])]),
  ]);
}

const splat = (byte: number): number[] => [CONST, ...signed(byte), ...SPLAT];

const isAnyOf = (local: number, letters: readonly number[]): number[] =>
  letters.flatMap((letter, index) => [GET, local, ...splat(letter), ...EQUAL, ...(index > 0 ? OR : [])]);

/** Numbers are written seven bits at a time, the lowest first; two such bytes are enough for all of ours. */
const signed = (value: number): number[] => [(value & 0x7f) | 0x80, (value >> 7) & 0x7f];
const sized = (bytes: readonly number[]): number[] => [...signed(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const text = (letters: string): number[] => [...Buffer.from(letters, 'latin1')];
const name = (letters: string): number[] => [letters.length, ...text(letters)];
