import type { Feature, Parameter, ParameterName, Resolution, ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { FieldValue, Scalar } from '../request/value';
import { bodyOf, hasContent, hasImage, onlyReports, readAll, readers, withDefaults } from './body';
import type { Body, Defaults } from './body';
import { defineProvider } from './provider';
import type { GivenParameters } from './provider';
import type { FieldReader } from './reading';
import { readParameter, readSwitch, readText } from './reading';

const ENVELOPES: ReadonlySet<string> = new Set(['input']);

/** PiAPI: one path for all tasks, told apart by `model` and `task_type`. */
export const piapi = defineProvider({
  id: 'piapi',
  title: 'PiAPI',
  anchors: /\btask_?type\b|\b(?:piapi|goapi)\.ai\b/gi,
  read,
  complete(feature, parameters) {
    return complete(feature, parameters, false);
  },
});

function read(site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee)) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const model = body.fields.get('model')?.value;
  const task = body.fields.get('tasktype')?.value;
  if (!task || model?.kind !== 'scalar' || !model.values.includes('kling')) return undefined;
  // A table of tasks names them without an input.
  if (!site.fields.some(({ key }) => key === 'input') && !hasContent(body) && !site.open) return undefined;
  const features = tasksOf(task).map((name) => featureOf(name, body));
  const [feature] = new Set(features);
  if (new Set(features).size !== 1 || feature === undefined) {
    const detail = tasksOf(task).join(', ');
    return {
      kind: 'unresolved',
      request: { provider: 'piapi', parameters: {}, reason: detail === '' ? 'ambiguousEndpoint' : 'unknownEndpoint', detail: detail || 'task_type' },
    };
  }
  const given = readAll(body.fields, fieldsOf(feature));
  const professional = readParameter(body.fields, { parameter: 'mode', keys: ['professionalmode'], read: readSwitch });
  if (professional && !given.mode) given.mode = { ...professional, values: professional.values.map((on) => (on === true ? 'pro' : 'std')) };
  return { kind: 'resolved', request: complete(feature, given, body.open) };
}

function tasksOf(task: FieldValue): string[] {
  return task.kind === 'scalar' ? task.values.map(String) : [];
}

function featureOf(task: string, body: Body): Feature | undefined {
  switch (task) {
    case 'video_generation': {
      const model = body.fields.get('version')?.value;
      if (model?.kind === 'scalar' && model.values.every((version) => /^o\d/i.test(String(version)))) return 'omni-video';
      return hasImage(body) ? 'image2video' : 'text2video';
    }
    case 'omni_video_generation':
    case 'omni_video':
      return 'omni-video';
    case 'extend_video':
      return 'video-extend';
    case 'lip_sync':
    case 'lipsync':
      return 'lip-sync';
    case 'motion_control':
      return 'motion-control';
    case 'avatar':
      return 'avatar';
    case 'effects':
      return 'effects';
    case 'ai_try_on':
    case 'virtual_try_on':
      return 'virtual-try-on';
    case 'sound':
      return body.fields.has('videourl') || body.fields.has('origintaskid') ? 'video-to-audio' : 'text-to-audio';
    default:
      return undefined;
  }
}

const version: FieldReader = { parameter: 'model', keys: ['version'], read: readVersion };
const videoInput: FieldReader = { parameter: 'videoInput', keys: ['video', 'videourl', 'videos', 'videourls'], read: 'presence' };
const batch: FieldReader = { ...readers.count, keys: ['batchsize'] };
const scene: FieldReader = { parameter: 'scene', keys: ['effect', 'effectscene'], read: readText };

/** A version is text or a number; 3 and 3.0 are one. */
function readVersion(value: Scalar): Scalar | undefined {
  const text = String(value).trim().toLowerCase();
  return /^\d$/.test(text) ? `${text}.0` : text;
}

function fieldsOf(feature: Feature): readonly FieldReader[] {
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return [version, readers.mode, readers.duration, readers.audio, readers.resolution];
    case 'omni-video':
      return [version, readers.mode, readers.resolution, readers.duration, readers.audio, videoInput];
    case 'motion-control':
      return [version, readers.mode];
    case 'avatar':
      return [readers.mode];
    case 'effects':
      return [scene];
    case 'virtual-try-on':
      return [batch];
    default:
      return [];
  }
}

/** What PiAPI takes when a request says nothing. Which version it takes is not on its pages. */
function defaultsOf(feature: Feature): Defaults {
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return { model: null, mode: 'std', durationSeconds: 5, audio: false };
    case 'omni-video':
      return { model: null, mode: 'std', durationSeconds: 5, audio: false, videoInput: false };
    case 'motion-control':
      return { model: null, mode: 'std', durationSeconds: null };
    case 'avatar':
      return { mode: 'std', durationSeconds: null };
    case 'lip-sync':
      return { durationSeconds: null };
    case 'virtual-try-on':
      return { count: 1 };
    default:
      return {};
  }
}

function complete(feature: Feature, given: GivenParameters, open: boolean): ResolvedRequest {
  const parameters: Partial<Record<ParameterName, Parameter>> = { ...given };
  const follows = (name: ParameterName): boolean => open && name !== 'count';
  const filled = withDefaults(parameters, defaultsOf(feature), follows);
  return { provider: 'piapi', feature, ...filled, remarks: [] };
}

