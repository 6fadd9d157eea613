// What could not be applied is tried again after 5, 10, 20 … seconds, at most half an hour apart. After eight tries, or when
// trying can't help, it needs a person; it is still tried, so that it goes on by itself once mended. While Stripe can't be asked
// all tenants wait, and none needs a person for that.

import { MINUTE_MS } from '@countersign/shared/times'

const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 30 * MINUTE_MS
const TRIES_BEFORE_STUCK = 8

/** A tenant at rest is compared with Stripe as often, since an event may have been lost. */
export const RECHECK_MS = 30 * MINUTE_MS

export interface Retry {
  readonly pauseMs: number
  readonly isStuck: boolean
}

/** `tries`: how many have failed, this one too. */
export const retryAfter = (tries: number, verdict: 'later' | 'never' | 'outage'): Retry => {
  if (verdict === 'never') return { pauseMs: LONGEST_PAUSE_MS, isStuck: true }
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS)
  return { pauseMs, isStuck: verdict === 'later' && tries >= TRIES_BEFORE_STUCK }
}
