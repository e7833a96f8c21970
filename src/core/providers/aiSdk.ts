import type { Feature, Parameter, Resolution } from '../request/resolved';
import type { RequestSite } from '../request/site';
import { RUNTIME, bodyOf, hasContent, namedByFields, onlyReports, parameterFrom, readAll, readers } from './body';
import { kling } from './kling';
import { defineProvider } from './provider';

const ENVELOPES: ReadonlySet<string> = new Set(['provideroptions', 'klingai', 'kling', 'videooptions']);
/** `kling-v2.6-t2v`: the feature is the end of the id. */
const MODEL_ID = /^kling-(v[\d.]+(?:-(?:master|turbo|omni))?)-(t2v|i2v|motion-control)$/i;
const FEATURES: Readonly<Record<string, Feature>> = { t2v: 'text2video', i2v: 'image2video', 'motion-control': 'motion-control' };

/** The AI SDK's Kling provider. It calls Kling's own API with the user's key, so Kling bills. */
export const aiSdk = defineProvider({
  id: 'ai-sdk',
  title: 'AI SDK',
  anchors: /\bkling-v[\d.]{1,6}(?:-[a-z]{1,12}){0,2}-(?:t2v|i2v|motion-control)\b|\bkling\w{0,20}\s?\.\s?(?:video|videoModel)\s*\(/gi,
  read,
  complete: (feature, parameters) => kling.complete(feature, parameters),
});

function read(site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee)) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const named = namedByFields(body.fields, ['model', 'modelid']);
  const matches = named.flatMap(({ text }) => MODEL_ID.exec(text) ?? []);
  const features = new Set(named.flatMap(({ text }) => FEATURES[MODEL_ID.exec(text)?.[2]?.toLowerCase() ?? ''] ?? []));
  const [feature] = features;
  if (feature === undefined || matches.length === 0 || !hasContent(body)) return undefined;
  const isVideo = [...features].every((other) => other !== 'motion-control');
  if (features.size > 1 && !isVideo) {
    return { kind: 'unresolved', request: { provider: 'kling', parameters: {}, reason: 'ambiguousEndpoint', detail: named.map(({ text }) => text).join(', ') } };
  }
  const wanted = feature === 'motion-control' ? [readers.mode] : [readers.mode, readers.duration, readers.audio, readers.voice, readers.count];
  const given = { ...readAll(body.fields, wanted), ...modelFrom(named) };
  // A spread may bring what is not written.
  if (body.open) for (const { parameter } of wanted) if (parameter !== 'count') given[parameter] ??= RUNTIME;
  const request = kling.complete(feature, given);
  return { kind: 'resolved', request: { ...request, remarks: [] } };
}

/** Kling's own id: `kling-v3.0-t2v` is kling-v3, `kling-v2.6-t2v` kling-v2-6. */
function modelFrom(named: Parameters<typeof parameterFrom>[0]): { model?: Parameter } {
  const model = parameterFrom(named, (text) => {
    const version = MODEL_ID.exec(text)?.[1]?.toLowerCase();
    return version === undefined ? undefined : `kling-${version.replace(/^(v\d)\.0/, '$1').replaceAll('.', '-')}`;
  });
  return model ? { model } : {};
}
