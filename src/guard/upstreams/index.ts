import type { UpstreamDefinition } from '../upstream';
import { fal } from './fal';
import { kling } from './kling';

/** Every API that the guard can stand before; the first is meant where nothing is told. */
export const upstreams: readonly [UpstreamDefinition, ...UpstreamDefinition[]] = [kling, fal];
