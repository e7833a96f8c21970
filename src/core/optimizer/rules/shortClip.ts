import { ASKED_SECONDS } from '../../estimate/cases';
import { estimateRequest } from '../../estimate/estimateRequest';
import { changeTo, defineRule, known } from '../rule';

const SHORT_SECONDS = 5;

/** Clips of 5 s, and an extension only of those that are worth it. */
export const shortClip = defineRule({
  id: 'short-clip',
  propose({ request, options }) {
    const seconds = known(request, 'durationSeconds');
    if (!ASKED_SECONDS.has(request.feature) || typeof seconds !== 'number' || seconds <= SHORT_SECONDS) return [];
    const { model, mode } = request.parameters;
    const parameters = { ...(model ? { model } : {}), ...(mode ? { mode } : {}) };
    const extended = estimateRequest({ ...request, feature: 'video-extend', parameters, assumed: [], remarks: [] }, options).estimate;
    return changeTo(request, 'durationSeconds', SHORT_SECONDS).map((proposal) => ({
      ...proposal,
      ...(extended.status === 'priced' ? { extension: extended } : {}),
    }));
  },
});
