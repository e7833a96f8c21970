import type { Resolution } from '../request/resolved';
import type { RequestSite } from '../request/site';
import { bodyOf, hasContent, hasImage, namedByFields, onlyReports, parameterFrom, readAll, readers } from './body';
import { kling } from './kling';
import { defineProvider } from './provider';

const ENVELOPES: ReadonlySet<string> = new Set(['extrabody', 'optionalparams', 'extra']);
/** `kling/kling-v3`: the route, then Kling's own id. */
const MODEL_ID = /^kling\/(kling-v[\w.-]+)$/i;

/** LiteLLM's route to Kling's own API: Kling bills. Its route to fal has fal's ids, and fal bills. */
export const litellm = defineProvider({
  id: 'litellm',
  title: 'LiteLLM',
  anchors: /["'`]kling\/kling-v|\bvideo_generation\s*\(/gi,
  read,
  complete: (feature, parameters) => kling.complete(feature, parameters),
});

function read(site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee)) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const named = namedByFields(body.fields, ['model']).filter(({ text }) => MODEL_ID.test(text) && !/-generation$/i.test(text));
  const model = parameterFrom(named, (text) => MODEL_ID.exec(text)?.[1]);
  if (!model || !hasContent(body)) return undefined;
  const given = { ...readAll(body.fields, [readers.mode, readers.duration, readers.audio]), model };
  return { kind: 'resolved', request: kling.complete(hasImage(body) ? 'image2video' : 'text2video', given) };
}
