// Rule: a link of the chain is stuck when it has stood longer than somebody who accepted a quote should have to wait. Not
// begun to be sent for three days: a weekend is two, and nothing but our own desk is waited for. Unapproved for two days:
// requests expire after three by default, and a warning has to come before. Due and not paid: from the first day late.
// Open to be delivered for two days: the customer was told that it comes with the invoice.

import { DAY_MS } from '@countersign/shared/times'

const PATIENCE_MS = {
  unsent: 3 * DAY_MS,
  unapproved: 2 * DAY_MS,
  unpaid: 0,
  undelivered: 2 * DAY_MS,
} as const

/** `since`: when it came to stand so, or when it was due; null: nobody waits yet. */
export const isStuckAt = (what: keyof typeof PATIENCE_MS, since: number | null, now: number): boolean =>
  since !== null && now - since > PATIENCE_MS[what]
