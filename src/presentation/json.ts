import type { Bounds, Estimate, PerSecond } from '../core/estimate/estimate';
import { microsToText } from '../core/money';
import { PARAMETERS } from '../core/request/resolved';
import type { Parameter } from '../core/request/resolved';
import { assumptionTexts } from './assumptions';
import type { EstimateJson, EstimateReportJson, PriceReportJson, RequestJson } from './jsonSchemas';
import { reasonText } from './reasons';
import { remarkTexts } from './remarks';
import type { EstimateReport } from './report';
import { packageUsed, scheduleName, usdBounds } from './subject';
import type { Subject } from './subject';
import type { Translate } from './translate';

/** The report as the contract of the command line has it: decimal text for quantities and dollars. */
export function estimateReportJson({ date, files, total }: EstimateReport, t: Translate): EstimateReportJson {
  return {
    version: 1,
    date,
    files: files.map(({ path, problems, requests }) => ({
      path,
      problems: problems.map(({ line, message }) => ({ line, message })),
      requests: requests.map(({ line, endLine, callLine, subject }) => ({
        line,
        endLine,
        ...(callLine === undefined ? {} : { callLine }),
        ...requestJson(subject, t),
        estimate: estimateJson(subject.estimate, t),
      })),
    })),
    total: {
      requests: total.requests,
      priced: total.priced,
      ranges: total.ranges,
      unpriced: total.unpriced,
      usd: boundsJson(total.usd),
      usdIsAtLeast: total.withoutUsd > 0,
      perRequest: total.perRequest,
      quantities: total.quantities.map(({ schedule, pool, unit, low, high, isAtLeast, package: bought }) => ({
        schedule,
        pool,
        unit,
        ...boundsJson({ low, high }),
        isAtLeast,
        ...(bought ? { package: bought.id } : {}),
      })),
    },
  };
}

/** One request and its estimate as the contract has it. */
export function priceReportJson(date: string, subject: Subject, t: Translate): PriceReportJson {
  return { version: 1, date, request: requestJson(subject, t), estimate: estimateJson(subject.estimate, t) };
}

/** What a request asks for, each parameter with where its value comes from. */
export function requestJson(subject: Subject, t: Translate): RequestJson {
  const { request, estimate } = subject;
  const parameters: RequestJson['parameters'] = {};
  for (const name of PARAMETERS) {
    const parameter = request.parameters[name];
    if (parameter) parameters[name] = parameterJson(parameter);
  }
  const remarks = remarkTexts(estimate, t);
  const repetition = 'repetition' in request ? request.repetition : undefined;
  return {
    provider: request.provider,
    ...(request.feature === undefined ? {} : { feature: request.feature }),
    parameters,
    assumptions: assumptionTexts(subject, t),
    remarks,
    ...(repetition && repetition.times !== 1 ? { times: repetition.times } : {}),
    ...(repetition?.open ? { perRequest: true as const } : {}),
  };
}

/** An estimate as decimal text; `reason` is there when it is unpriced. */
export function estimateJson(estimate: Estimate, t: Translate): EstimateJson {
  const schedule = scheduleName(estimate);
  const effectiveFrom = estimate.schedule?.effectiveFrom;
  const common = {
    ...(estimate.perSecond ? { perSecond: perSecondJson(estimate.perSecond) } : {}),
    ...(schedule === undefined ? {} : { schedule }),
    ...(effectiveFrom ? { effectiveFrom } : {}),
  };
  if (estimate.status === 'unpriced') {
    const unit = estimate.perSecond?.unit;
    return { status: 'unpriced', ...(unit ? { unit } : {}), ...common, reason: reasonText(estimate.reason, t) };
  }
  const usd = usdBounds(estimate);
  const bought = packageUsed(estimate);
  return {
    status: estimate.status,
    unit: estimate.unit,
    quantity: boundsJson(estimate.quantity),
    ...(usd ? { usd: boundsJson(usd) } : {}),
    ...(bought ? { package: bought.id } : {}),
    ...common,
  };
}

function boundsJson({ low, high }: Bounds): { low: string; high: string } {
  return { low: microsToText(low), high: microsToText(high) };
}

function perSecondJson({ quantity, usd }: PerSecond): { quantity: string; usd?: string } {
  return { quantity: microsToText(quantity), ...(usd === undefined ? {} : { usd: microsToText(usd) }) };
}

function parameterJson({ values, origin, definedAt }: Parameter): NonNullable<RequestJson['parameters']['model']> {
  const [first = null, ...more] = values;
  const { line, path } = definedAt ?? {};
  const place = line === undefined ? {} : { definedAt: { line, ...(path === undefined ? {} : { path }) } };
  return more.length === 0 ? { value: first, origin, ...place } : { value: null, origin, values: [...values], ...place };
}
