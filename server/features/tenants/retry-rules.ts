// What could not be applied is tried again after 5, 10, 20 … seconds, at most half an hour apart. After eight tries, or when
// trying can't help, it needs a person; it is still tried, so that it goes on by itself once mended. While Stripe can't be asked
// all tenants wait, and none needs a person for that.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'

const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 30 * MINUTE_MS
const TRIES_BEFORE_STUCK = 8

/** A tenant at rest is compared with what its team pays by as often, since an event may have been lost. */
const RECHECK_MS = 30 * MINUTE_MS

/** Sooner when time alone wants something else before. */
export const recheckAt = (now: number, changesAt: number | null): number =>
  changesAt === null || changesAt <= now ? now + RECHECK_MS : Math.min(changesAt, now + RECHECK_MS)

/** So often whoever runs a tenant at rest is asked what it is there; one that can't tell is asked daily, in case it learns to. */
const LOOK_MS = HOUR_MS
const UNTOLD_MS = DAY_MS

export const nextLookAt = (now: number, verdict: 'told' | 'untold' | 'later' | 'never'): number =>
  now + (verdict === 'untold' ? UNTOLD_MS : LOOK_MS)

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
