import { ASKED_SECONDS } from '../../estimate/cases';
import { changeTo, defineRule, known } from '../rule';

/** The seconds that suit a kind of content: `optimize_duration` of Kling AI Pricing Basics 1.0.0. */
export const CONTENT_SECONDS: Readonly<Record<string, number>> = {
  social_media_clip: 5, product_showcase: 10, story_segment: 15, full_scene: 30, extended_content: 60,
};

/** No seconds that the content does not use. */
export const contentDuration = defineRule({
  id: 'content-duration',
  propose({ request, wishes }) {
    const fitting = wishes.content === undefined ? undefined : CONTENT_SECONDS[wishes.content];
    const seconds = known(request, 'durationSeconds');
    const isLonger = fitting !== undefined && typeof seconds === 'number' && seconds > fitting && ASKED_SECONDS.has(request.feature);
    return isLonger ? changeTo(request, 'durationSeconds', fitting) : [];
  },
});
