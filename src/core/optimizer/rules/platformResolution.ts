import { lowerTo } from '../modes';
import { defineRule } from '../rule';

/** The best picture that a platform shows: `select_resolution` of Kling AI Pricing Basics 1.0.0. X is its `twitter`. */
export const PLATFORM_MODES: Readonly<Record<string, 'std' | 'pro' | '4k'>> = {
  tiktok: 'pro', instagram: 'pro', youtube: '4k', x: 'std', twitter: 'std', presentation: 'pro', broadcast: '4k',
};

/** No more pixels than the platform shows. */
export const platformResolution = defineRule({
  id: 'platform-resolution',
  propose(asked) {
    const { platform } = asked.wishes;
    const most = platform === undefined ? undefined : PLATFORM_MODES[platform];
    return most === undefined ? [] : lowerTo(asked, most);
  },
});
