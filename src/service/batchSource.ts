import { filledRow, numberOf } from '../core/batch/listRow';
import type { BadRow, ListDefaults, ListRow } from '../core/batch/listRow';
import { providers } from '../core/providers';
import type { GivenParameters } from '../core/providers/provider';
import type { ParameterName } from '../core/request/resolved';
import type { Subject } from '../presentation/subject';
import type { BatchRequest, BatchSource } from './batchPlan';
import type { PromptList } from './batchList';
import type { CostService } from './costService';

/** The requests of a prompt list with their prices; rows that ask for the same share one estimate. */
export function requestsOfList({ rows, unread }: PromptList, defaults: ListDefaults, costs: Pick<CostService, 'estimate'>): BatchSource {
  const subjects = new Map<string, Subject>();
  const requests: BatchRequest[] = [];
  const bad: BadRow[] = [];
  for (const row of rows) {
    if ('fault' in row) bad.push(row);
    else {
      const request = requestOf(row, defaults, subjects, costs);
      if ('fault' in request) bad.push(request);
      else requests.push(request);
    }
  }
  return { requests, bad, unread, problems: [] };
}

/** A request that was found in code or data. */
export interface FoundRequest {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly subject: Subject;
}

/** Requests that were found, numbered from 1; what they leave open or to a default is as given for the whole batch. */
export function requestsOfCode(found: readonly FoundRequest[], { parameters, copies }: Pick<ListDefaults, 'parameters' | 'copies'>, costs: Pick<CostService, 'estimate'>): BatchSource {
  const requests = found.map(({ path, line, subject }, index): BatchRequest => ({
    row: index + 1, path, line, priority: 0, copies, subject: filledSubject(subject, parameters, costs),
  }));
  return { requests, bad: [], unread: [], problems: [] };
}

function filledSubject(subject: Subject, given: GivenParameters, costs: Pick<CostService, 'estimate'>): Subject {
  const { request } = subject;
  if (!('assumed' in request)) return subject;
  const isOpen = (name: ParameterName): boolean => {
    const parameter = request.parameters[name];
    return parameter !== undefined && (parameter.values.length !== 1 || request.assumed.includes(name));
  };
  const names = (Object.keys(given) as ParameterName[]).filter(isOpen);
  if (names.length === 0) return subject;
  const filled = Object.fromEntries(names.map((name) => [name, given[name]]));
  return costs.estimate({ ...request, parameters: { ...request.parameters, ...filled }, assumed: request.assumed.filter((name) => !names.includes(name)) });
}

function requestOf(row: ListRow, defaults: ListDefaults, subjects: Map<string, Subject>, costs: Pick<CostService, 'estimate'>): BatchRequest | BadRow {
  const { feature, provider, parameters, copies, priority } = filledRow(row, defaults);
  const definition = providers.find(({ id }) => id === provider);
  if (!definition) return { line: row.line, ...(row.entry === undefined ? {} : { entry: row.entry }), fault: { code: 'badValue', column: 'provider', name: 'provider', value: provider } };
  const key = JSON.stringify([provider, feature, Object.entries(parameters).map(([name, { values }]) => [name, ...values]).sort()]);
  const subject = subjects.get(key) ?? costs.estimate(definition.complete(feature, parameters));
  subjects.set(key, subject);
  return { ...numberOf(row), priority, copies, subject, ...(row.prompt === undefined ? {} : { prompt: row.prompt }) };
}
