import type { Feature, Parameter, ParameterName, Resolution, ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { ArrayValue, Field, FieldValue, ObjectValue, Scalar } from '../request/value';
import { RUNTIME, readAll, readers, withDefaults } from './body';
import type { Defaults } from './body';
import { defineProvider } from './provider';
import type { GivenParameters } from './provider';
import { isGiven, normalizeKey, readMode, readText } from './reading';
import type { FieldReader } from './reading';

/** ComfyUI's own nodes for Kling, in workflows as saved by its editor and as sent to its API. Comfy bills them. */
export const comfy = defineProvider({
  id: 'comfy',
  title: 'ComfyUI',
  anchors: /["'`]?\bclass_type\b|["'`]Kling[A-Z0-9]\w*["'`]/g,
  read,
  complete: (feature, parameters) => finish(feature, parameters, {}, false),
});

interface Kind {
  readonly node: RegExp;
  readonly feature: Feature;
  readonly defaults: Defaults;
}

const VIDEO = { model: null, mode: null, durationSeconds: null, audio: false } as const;
const OMNI = { model: null, resolution: '1080p', durationSeconds: null, audio: false, videoInput: false } as const;

/** The nodes by the words of their names, most specific first. What a node leaves out is as in the node's own code. */
const KINDS: readonly Kind[] = [
  { node: /^cameracontrolt2v$/, feature: 'text2video', defaults: { model: 'kling-v1', mode: 'std', durationSeconds: 5, audio: false } },
  { node: /^cameracontroli2v$/, feature: 'image2video', defaults: { model: 'kling-v1-5', mode: 'pro', durationSeconds: 5, audio: false } },
  { node: /^lipsync/, feature: 'lip-sync', defaults: { durationSeconds: null } },
  { node: /^virtualtryon/, feature: 'virtual-try-on', defaults: { model: 'kolors-virtual-try-on-v1' } },
  { node: /^(?:single|dual).*effect/, feature: 'effects', defaults: { scene: null, model: 'kling-v1', mode: 'std' } },
  { node: /^videoextend/, feature: 'video-extend', defaults: {} },
  { node: /^motioncontrol/, feature: 'motion-control', defaults: { model: null, mode: 'pro', durationSeconds: null } },
  { node: /^avatar/, feature: 'avatar', defaults: { mode: 'std', durationSeconds: null } },
  { node: /^(?:omniproimage|omniimage|imagegeneration|image|texttoimage)$/, feature: 'image-generation', defaults: { model: null, resolution: '1k', referenceImage: false, count: 1 } },
  { node: /^omnipro(?:videotovideo|editvideo)/, feature: 'omni-video', defaults: { ...OMNI, videoInput: true } },
  { node: /^omni/, feature: 'omni-video', defaults: OMNI },
  { node: /^texttovideowithaudio/, feature: 'text2video', defaults: { ...VIDEO, audio: true } },
  { node: /^imagetovideowithaudio/, feature: 'image2video', defaults: { ...VIDEO, audio: true } },
  { node: /^(?:startendframe|firstlastframe|image(?:to|2)video)/, feature: 'image2video', defaults: VIDEO },
  { node: /^text(?:to|2)video/, feature: 'text2video', defaults: VIDEO },
  { node: /^video$/, feature: 'text2video', defaults: { ...VIDEO, audio: true } },
];

const MODEL: FieldReader = { parameter: 'model', keys: ['modelname', 'model'], read: readText };
const SCENE: FieldReader = { parameter: 'scene', keys: ['effectscene'], read: readText };
const REFERENCE: FieldReader = { parameter: 'referenceImage', keys: ['image', 'referenceimages'], read: 'presence' };
/** A node's choice of mode, seconds and model in one: `pro mode / 5s duration / kling-v2-5-turbo`. */
const COMBINED = /^(\w+) mode \/ (\d+)s duration \/ (kling-[\w-]+)$/;
/** A node that is muted or bypassed does not run. */
const NOT_RUN = new Set<Scalar | undefined>([2, 4]);

function read(site: RequestSite): Resolution | undefined {
  const field = (name: string): FieldValue | undefined => site.fields.find(({ key }) => key === name)?.value;
  const saved = field('widgets_values');
  const inputs = field('inputs');
  const name = textOf(field(saved ? 'type' : 'class_type'));
  const kind = name === undefined ? undefined : kindOf(name);
  if (!kind || (!saved && !inputs)) return undefined;
  if (saved && NOT_RUN.has(scalarOf(field('mode')))) return undefined;
  const fields = saved ? fieldsOfSaved(saved, inputs) : inputs?.kind === 'object' ? inputs.fields : [];
  const open = site.open || (!saved && inputs?.kind !== 'object') || (inputs?.kind === 'object' && inputs.open);
  // A node without any of its inputs cannot run.
  if (fields.length === 0 && !open) return undefined;
  return { kind: 'resolved', request: resolve(kind, index(fields), open) };
}

function kindOf(name: string): Kind | undefined {
  // A number right after the name is the model's version.
  const words = /^Kling(?:V?\d+_?\d*)?([A-Z]\w*?)(?:Node)?$/.exec(name)?.[1]?.toLowerCase();
  return words === undefined ? undefined : KINDS.find(({ node }) => node.test(words));
}

function resolve({ feature, defaults }: Kind, fields: ReadonlyMap<string, Field>, open: boolean): ResolvedRequest {
  const names = new Set(Object.keys(defaults));
  const wanted: FieldReader[] = [MODEL, readers.mode, readers.resolution, readers.duration, readers.audio, readers.count, SCENE, REFERENCE];
  // A node may show an input that its price does not follow.
  const offers = ({ parameter }: FieldReader): boolean =>
    names.has(parameter) || (parameter === 'resolution' && names.has('mode')) || (parameter === 'mode' && names.has('resolution'));
  const given = readAll(fields, wanted.filter(offers));
  const combined = combinedOf(fields.get('mode'));
  if (combined) Object.assign(given, combined);
  const shots = fields.get('multishot')?.value;
  // Each shot says how long it is; the node's own length is not there then.
  if (names.has('durationSeconds') && shots && scalarOf(shots) !== 'disabled') given.durationSeconds ??= RUNTIME;
  const withImage = feature === 'text2video' && ['startframe', 'firstframe', 'image'].some((key) => isLinked(fields.get(key)));
  return finish(withImage ? 'image2video' : feature, given, defaults, open);
}

function finish(feature: Feature, given: GivenParameters, defaults: Defaults, open: boolean): ResolvedRequest {
  return { provider: 'comfy', feature, ...withDefaults(given, defaults, () => open), remarks: [] };
}

function combinedOf(mode: Field | undefined): Partial<Record<ParameterName, Parameter>> | undefined {
  if (mode?.value.kind !== 'scalar') return undefined;
  const { values, origin, span, definedAt } = mode.value;
  const parts = values.flatMap((value) => COMBINED.exec(String(value)) ?? []);
  if (parts.length !== 4 * values.length) return undefined;
  const part = (at: number, of: (text: string) => Scalar): Parameter => ({
    values: [...new Set(parts.filter((_, position) => position % 4 === at).map(of))],
    origin,
    keySpan: mode.keySpan,
    valueSpan: span,
    ...(definedAt ? { definedAt } : {}),
  });
  return { mode: part(1, (text) => readMode(text) ?? text), durationSeconds: part(2, Number), model: part(3, String) };
}

/** Inputs by name; `model.resolution` stands for the resolution that belongs to the chosen model. */
function index(fields: readonly Field[]): ReadonlyMap<string, Field> {
  const byName = new Map(fields.map((field) => [normalizeKey(field.key), field]));
  for (const field of fields) {
    const last = normalizeKey(field.key.split('.').at(-1) ?? '');
    if (!byName.has(last)) byName.set(last, field);
  }
  return byName;
}

/** The inputs of a node as the editor saves it: values in the order of its widgets, with names in newer versions. */
function fieldsOfSaved(values: FieldValue, inputs: FieldValue | undefined): Field[] {
  if (values.kind === 'object') return [...values.fields];
  if (values.kind !== 'array') return [];
  const slots = inputs?.kind === 'array' ? inputs.items.filter((item) => item.kind === 'object') : [];
  const linked = slots.filter((slot) => isGivenLink(slot)).map((slot): Field => ({
    key: nameOf(slot) ?? '', keySpan: slot.span, value: { kind: 'runtime', span: slot.span },
  }));
  const widgets = slots.filter((slot) => slot.fields.some(({ key }) => key === 'widget')).flatMap((slot) => nameOf(slot) ?? []);
  const named = widgets.length > 0 && widgets.length <= values.items.length
    ? widgets.flatMap((key, at): Field[] => fieldAt(key, values.items[at]))
    : told(values);
  return [...named.filter(({ key }) => !linked.some((other) => other.key === key)), ...linked];
}

function fieldAt(key: string, value: FieldValue | undefined): Field[] {
  return value ? [{ key, keySpan: value.span, value }] : [];
}

/** Values without names, told by what they are: each kind is written in a way of its own. */
function told({ items }: ArrayValue): Field[] {
  const first = (key: string, is: (value: Scalar) => boolean): Field[] =>
    fieldAt(key, items.find((item) => item.kind === 'scalar' && is(item.values[0])));
  const matching = (pattern: RegExp) => (value: Scalar): boolean => typeof value === 'string' && pattern.test(value);
  return [
    ...first('model_name', matching(/^(?:kling|kolors)-[\w.-]+$/)),
    ...first('mode', matching(/^(?:std|pro|4k)$|^\w+ mode \/ \d+s duration \/ /)),
    ...first('resolution', matching(/^(?:720p|1080p|[124]k)$/i)),
    ...first('duration', (value) => /^\d+$/.test(String(value)) && Number(value) >= 3 && Number(value) <= 30),
    ...first('n', (value) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 9),
    ...first('generate_audio', (value) => typeof value === 'boolean'),
  ];
}

function isGivenLink({ fields }: ObjectValue): boolean {
  const link = fields.find(({ key }) => key === 'link')?.value;
  return link !== undefined && isGiven(link);
}

function isLinked(field: Field | undefined): boolean {
  return field !== undefined && isGiven(field.value);
}

function nameOf({ fields }: ObjectValue): string | undefined {
  return textOf(fields.find(({ key }) => key === 'name')?.value);
}

function scalarOf(value: FieldValue | undefined): Scalar | undefined {
  return value?.kind === 'scalar' ? value.values[0] : undefined;
}

function textOf(value: FieldValue | undefined): string | undefined {
  const scalar = scalarOf(value);
  return typeof scalar === 'string' ? scalar : undefined;
}
