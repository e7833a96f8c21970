import { ASKED_SECONDS } from '../../estimate/cases';
import { defineRule } from '../rule';

const ID = 'off-peak';

/** Batches at night are done sooner; no source gives them another price. */
export const offPeak = defineRule({
  id: ID,
  advise({ asked }) {
    const videos = asked
      .filter(({ request }) => ASKED_SECONDS.has(request.feature))
      .reduce((sum, { request }) => sum + (request.repetition?.times ?? 1), 0);
    return videos > 1 ? [{ code: 'offPeak', rule: ID, requests: videos }] : [];
  },
});
