import { changeTo, defineRule, known } from '../rule';

/** No native audio: sound is added afterwards. A voice goes with it. */
export const withoutAudio = defineRule({
  id: 'no-audio',
  propose({ request }) {
    if (known(request, 'audio') !== true) return [];
    const voice = known(request, 'voice') === true ? changeTo(request, 'voice', false) : [];
    const changes = [...changeTo(request, 'audio', false), ...voice].flatMap((proposal) => proposal.changes);
    return [{ changes }];
  },
});
