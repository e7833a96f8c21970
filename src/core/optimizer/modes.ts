import { modeOfResolution, modeParameter, resolutionOfMode } from '../estimate/cases';
import type { ParameterName, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import { changeTo, known } from './rule';
import type { Asked, Proposal } from './rule';

/** The video modes from the least to the best picture: 720p, 1080p and 4k. */
export const MODES: readonly Scalar[] = ['std', 'pro', '4k'];

/** The rank of a request's mode, whether it names a mode or a resolution; -1 where that is not known. */
export function modeRank(request: ResolvedRequest): number {
  const value = known(request, modeParameter(request));
  return value === undefined ? -1 : MODES.indexOf(modeOfResolution(value));
}

/**
 * A proposal for a lesser mode, written as the request writes it; none where the request has it or less. Where the
 * lesser mode has no audio, the audio goes with it.
 */
export function lowerTo({ request, price }: Asked, mode: Scalar): Proposal[] {
  if (modeRank(request) <= MODES.indexOf(mode)) return [];
  const parameter = modeParameter(request);
  const value = parameter === 'resolution' ? resolutionOfMode(mode) : mode;
  const values = new Map<ParameterName, Scalar>([[parameter, value]]);
  const lower = changeTo(request, parameter, value);
  if (price(values) || known(request, 'audio') !== true) return lower;
  const silent = changeTo(request, 'audio', false);
  return [{ changes: [...lower, ...silent].flatMap(({ changes }) => changes) }];
}
