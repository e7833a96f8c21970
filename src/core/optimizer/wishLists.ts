import { CONTENT_SECONDS } from './rules/contentDuration';
import { PLATFORM_MODES } from './rules/platformResolution';

/** The platforms and kinds of content that a user can wish for. */
export const PLATFORMS: readonly string[] = Object.keys(PLATFORM_MODES);
export const CONTENTS: readonly string[] = Object.keys(CONTENT_SECONDS);
