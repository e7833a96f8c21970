import type { ProviderDefinition } from '../core/providers/provider';
import type { Endpoint, RequestSite } from '../core/request/site';
import type { Field, FieldValue, ObjectValue } from '../core/request/value';
import type { Span } from '../core/text';
import { endpointOf, namesEndpoint } from './dataText';
import type { DataRoot } from './language';
import { describesCall } from './links';
import type { FoundRequest } from './parser';

/** Keys under which tools keep a body, beside those of HTTP clients. */
const BODY_KEYS = /^(?:json_?body|body_?parameters(?:_?(?:json|ui))?|raw|raw_?body|urlencoded|form_?data|post_?data|request_?body|with_?body|send_?body)$/i;
/** Keys of what came back, and of what goes along with a request and is no part of its body. */
const OTHER_KEYS = /^(?:responses?|pin_?data|header_?parameters|credentials)$/i;
const STATE = /^(?:task_?)?(?:status|state)$/i;
const TASK_ID = /^(?:task|request|job|prediction|generation)_?id$/i;
const RECORDED = /^(?:created|completed|finished|started|generated)_?at$/i;
const DONE = /^(?:succe|complete|done|ready|fail|cancel|finish|process|starting|in_|queued|submitted)/i;
/** Keys of what a request is given to work on, or of where its answer goes. */
const MEDIA_KEYS = /(?:image|video|audio|frame|mask|photo|picture|call_?back|web_?hook|prompt)(?:_?(?:tail|list|file))?(?:_?ur[li]s?)?$/i;
const READING = /^(?:get|head|delete|options|trace)$/i;
/** Keys that say what is done, and the values with which nothing is made. */
const VERBS: ReadonlyMap<string, RegExp> = new Map([['method', READING], ['operation', /^(?:get|list|delete)/]]);

/** Finds requests in data, from the outside in: an object that is a request hides what is inside it. */
export function findInData(
  { value: root, sentTo = [], call }: DataRoot,
  near: readonly Endpoint[],
  providers: readonly ProviderDefinition[],
): FoundRequest[] {
  const found: FoundRequest[] = [];
  visit(root, sentTo, undefined);
  return found;

  function visit(value: FieldValue, outer: readonly Endpoint[], property: Field | undefined): void {
    if (value.kind === 'array') {
      for (const item of value.items) visit(item, outer, property);
      return;
    }
    if (value.kind !== 'object') return;
    if (isSchema(value) || isAnswer(value) || isSwitchedOff(value)) return;
    if (value.fields.some(({ key, value: verb }) => VERBS.get(key)?.test(textOf(verb, /./) ?? '') === true)) return;
    const { named, others } = ownEndpoints(value);
    const endpoints = [...named, ...outer, ...others];
    const isBody = ({ key, value: held }: Field): boolean => BODY_KEYS.test(key) || (key === 'text' && held.kind === 'object') || (describesCall([key]) && !/^(?:headers|method)$/.test(key));
    const isCall = describesCall(value.fields.map(({ key }) => key)) || value.fields.some(isBody);
    if (!isCall && !isRecord(value) && accept(value, outer, endpoints, property)) return;
    const inner = isCall || endpoints.length > outer.length ? endpoints : outer;
    for (const field of value.fields) {
      if (OTHER_KEYS.test(field.key) || (READING.test(field.key) && inner[0]?.span === property?.keySpan)) continue;
      if (field.value.kind === 'runtime' && isCall && isBody(field)) {
        // A body that only the running program knows: where it goes is all there is.
        accept({ kind: 'object', fields: [], open: true, span: field.value.span }, inner, inner, field);
        continue;
      }
      const path: Endpoint[] = field.key.startsWith('/') ? [{ text: field.key, span: field.keySpan }] : [];
      visit(field.value, [...path, ...inner], field);
    }
  }

  function accept(
    value: ObjectValue,
    outer: readonly Endpoint[],
    endpoints: readonly Endpoint[],
    property: Field | undefined,
  ): boolean {
    const site: RequestSite = {
      span: value.span,
      head: headOf(value, property),
      ...(call && value === root ? { call } : {}),
      ...(outer[0] ? { sentTo: outer[0] } : {}),
      endpoints: [...endpoints, ...near],
      fields: value.fields,
      positional: [],
      open: value.open,
    };
    for (const provider of providers) {
      const resolution = provider.read(site);
      if (!resolution) continue;
      found.push({ site, resolution });
      return true;
    }
    return false;
  }
}

/** The key that a request stands under, and its opening bracket or, where there is none, its first key. */
function headOf({ span, fields }: ObjectValue, property: Field | undefined): Span {
  const first = fields[0]?.keySpan;
  const end = first?.start === span.start ? first.end : span.start + 1;
  return { start: Math.min(property?.keySpan.start ?? span.start, span.start), end };
}

/** The fields that name where the request goes: those that say so by their key, and any other that looks like it. */
function ownEndpoints({ fields }: ObjectValue): { named: Endpoint[]; others: Endpoint[] } {
  const named = fields.filter(namesEndpoint).flatMap(({ value }) => endpointOf(value));
  const others = fields.filter((field) => !namesEndpoint(field) && !MEDIA_KEYS.test(field.key) && field.value.kind === 'scalar').flatMap(({ value }) => endpointOf(value));
  return { named, others };
}

function textOf(value: FieldValue, pattern: RegExp): string | undefined {
  const text = value.kind === 'scalar' ? value.values[0] : undefined;
  return typeof text === 'string' && pattern.test(text) ? text : undefined;
}

/** Whether an object tells how a task goes, in the words of queues and webhooks: what it repeats of the request is past. */
function isAnswer({ fields }: ObjectValue): boolean {
  const state = fields.find(({ key, value }) => STATE.test(key) && value.kind === 'scalar');
  const isWrapped = fields.some(({ key, value }) => key === 'code' && value.kind === 'scalar') &&
    fields.some(({ key, value }) => key === 'data' && value.kind === 'object');
  if (isWrapped) return true;
  if (!state) return false;
  return fields.some(({ key }) => TASK_ID.test(key)) || (fields.some(({ key }) => key === 'id') && textOf(state.value, DONE) !== undefined);
}

/** Whether an object says when something was done. */
function isRecord({ fields }: ObjectValue): boolean {
  return fields.some(({ key }) => RECORDED.test(key));
}

/** Whether an object is a step that does not run. */
function isSwitchedOff({ fields }: ObjectValue): boolean {
  return fields.some(({ key, value }) => key === 'disabled' && value.kind === 'scalar' && value.values[0] === true);
}

/** Whether an object says what fields another has, or describes an API, rather than having or using them. */
function isSchema({ fields }: ObjectValue): boolean {
  if (fields.some(({ key }) => /^(?:openapi|swagger)$/.test(key)) && fields.some(({ key }) => /^(?:paths|components)$/.test(key))) return true;
  const properties = fields.find(({ key }) => key === 'properties')?.value;
  if (properties?.kind !== 'object') return false;
  const described = properties.fields.filter(
    ({ value }) => value.kind === 'object' && value.fields.some(({ key }) => /^(?:type|\$ref|enum|allOf|anyOf|oneOf|description)$/.test(key)),
  );
  return described.length > 0 && described.length === properties.fields.length;
}
