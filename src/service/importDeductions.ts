import type { ImportSteps, KnownCharge } from '../core/account/match';
import type { Micros } from '../core/money';
import type { UsageStore } from '../stores/store';

/**
 * Books the provider's charges. Rejects with the store's error when it cannot write; what was written until then stands,
 * and another import goes on from there.
 */
export async function applyImport({ settle, correct, record }: ImportSteps, store: UsageStore, provider: string, reason: string): Promise<void> {
  for (const { entry, charge } of settle) await store.settle(entry.id, chargeOf(charge));
  for (const { entry, charge } of correct) await store.correct(entry.id, charge.amount, reason);
  for (const charge of record) {
    const { at, feature, model, mode, durationSeconds } = charge;
    await store.record({
      ...chargeOf(charge),
      timestamp: at,
      provider,
      ...(feature === undefined ? {} : { feature }),
      ...(model === undefined ? {} : { model }),
      ...(mode === undefined ? {} : { mode }),
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
    });
  }
}

/** The charge as the store takes it; money is its own price. */
function chargeOf({ amount, taskId }: KnownCharge): { amount: KnownCharge['amount']; usd?: Micros; taskId: string } {
  return { taskId, amount, ...(amount.unit === 'usd' ? { usd: amount.quantity } : {}) };
}
