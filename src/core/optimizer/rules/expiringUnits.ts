import { expiryWarning } from '../../budget/packages';
import { defineRule } from '../rule';

const ID = 'expiring-units';

/** Units that expire unused are paid for: use them first. */
export const expiringUnits = defineRule({
  id: ID,
  advise: ({ packages }) =>
    (packages?.packages ?? [])
      .filter((standing) => expiryWarning(standing) !== undefined)
      .map((standing) => ({ code: 'expiringUnits', rule: ID, standing, paces: packages?.paces ?? [] })),
});
