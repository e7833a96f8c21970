import type { Group } from './group';
import type { Line } from './line';

/** The number of a group. */
export type GroupNumber = number;

/**
 * Groups of lines that are one entry. Of each only the lines that decide are known, the earliest or the latest of their
 * kind, so that two groups can be joined whenever it turns out that they are the same entry, in whatever order.
 * Numbers in lists, since a million small objects that live long would take most of the time of reading them.
 */
export interface Groups {
  /** A group of one line, later than all before. */
  readonly add: (line: Line) => GroupNumber;
  /** Takes a line, later than all before, into a group. `isRepeated` where an earlier line has its entry id. */
  readonly extend: (group: GroupNumber, line: Line, isRepeated: boolean) => void;
  /** Takes one group into another; its number goes on naming it. */
  readonly join: (group: GroupNumber, other: GroupNumber) => void;
  /** The group that has taken in the one of this number. */
  readonly current: (number: GroupNumber) => GroupNumber;
  readonly timestamp: (group: GroupNumber) => number;
  /** Less than 0 where the first line of one stands before that of the other. */
  readonly order: (a: GroupNumber, b: GroupNumber) => number;
  readonly get: (group: GroupNumber) => Group;
}

const NONE = 0;

export function createGroups(): Groups {
  /** By number, from 1. */
  const lines: (Line | undefined)[] = [undefined];
  const first: number[] = [];
  const opened: number[] = [];
  const decided: number[] = [];
  const named: number[] = [];
  const into: number[] = [];

  const lineAt = (number: number): Line | undefined => lines[number];
  const later = (list: number[], group: GroupNumber, line: number): void => { list[group] = Math.max(list[group] ?? NONE, line); };
  const take = (group: GroupNumber, line: Line, isRepeated: boolean): void => {
    const number = lines.push(line) - 1;
    if (line.event !== 'reserved') decided[group] = number;
    else if (!isRepeated) opened[group] = number;
    if (line.taskId !== undefined) named[group] = number;
  };

  return {
    add: (line) => {
      const group = first.push(lines.length) - 1;
      opened.push(NONE);
      decided.push(NONE);
      named.push(NONE);
      into.push(group);
      take(group, line, false);
      return group;
    },
    extend: take,
    join: (group, other) => {
      first[group] = Math.min(first[group] ?? NONE, first[other] ?? NONE);
      later(opened, group, opened[other] ?? NONE);
      later(decided, group, decided[other] ?? NONE);
      later(named, group, named[other] ?? NONE);
      into[other] = group;
    },
    current: (number) => {
      let last = number;
      while (into[last] !== last) last = into[last] ?? last;
      // The next look-up need not go the whole way again.
      for (let at = number; at !== last; ) {
        const next = into[at] ?? last;
        into[at] = last;
        at = next;
      }
      return last;
    },
    timestamp: (group) => (lineAt(opened[group] ?? NONE) ?? lineAt(first[group] ?? NONE))?.timestamp ?? NaN,
    order: (a, b) => (first[a] ?? NONE) - (first[b] ?? NONE),
    get: (group) => {
      const start = lineAt(first[group] ?? NONE);
      if (!start) throw new RangeError(`no group ${group}`);
      return { first: start, opened: lineAt(opened[group] ?? NONE), decided: lineAt(decided[group] ?? NONE), named: lineAt(named[group] ?? NONE) };
    },
  };
}
