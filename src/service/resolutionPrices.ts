import type { UnpricedReason } from '../core/estimate/estimate';
import type { EntryDetails } from '../core/ledger/entry';
import type { Resolution } from '../core/request/resolved';
import { headline } from '../presentation/lensTitle';
import type { Translate } from '../presentation/translate';
import type { CostService } from './costService';
import { entryDetailsOf, expectedAmount } from './entryDetails';
import type { PricedAmount } from './entryDetails';

/** What a request will cost, for whoever decides whether it may be sent. */
export interface ResolutionPrice {
  readonly title: string;
  readonly details: EntryDetails;
  /** The price, or the high end of its range; absent where nobody knows it. */
  readonly expected?: PricedAmount;
  /** Whether it may take less. */
  readonly isRange?: boolean;
  readonly reason?: UnpricedReason;
}

/** Prices requests as a provider read them; `project` is what their entries are booked under. */
export function createResolutionPrices(costs: CostService, project: string, t: Translate): (resolution: Resolution) => ResolutionPrice {
  const own = project === '' ? {} : { project };
  return (resolution) => {
    if (resolution.kind === 'unresolved') {
      const { provider, reason, detail } = resolution.request;
      return { title: detail, details: { provider, ...own }, reason: { code: reason, detail } };
    }
    const subject = costs.estimate(resolution.request);
    const { estimate } = subject;
    const priced = { title: headline(subject, t).request, details: { ...entryDetailsOf(subject), ...own } };
    if (estimate.status === 'unpriced') return { ...priced, reason: estimate.reason };
    const expected = expectedAmount(subject);
    return expected ? { ...priced, expected, isRange: estimate.status === 'range' } : priced;
  };
}
