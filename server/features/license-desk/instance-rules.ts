// How an instance stands follows from when it was last heard of: silent once a second check is overdue, idle once its seat
// returned by itself, locked once its last lease ended. A program may know less: it locks by its own clock. One with an offline
// file isn't expected to be heard of.

import { type LicenseTerms, OFFLINE } from '@countersign/shared/features/license-facts'
import type { InstanceLine } from '@countersign/shared/features/license-desk'

export interface HeardInstance {
  readonly lastSeenAt: number
  readonly seatUntil: number
  readonly runUntil: number
  readonly releasedAt: number | null
  readonly lastAddress: string
}

const CHECKS_MISSED = 2
/** Of a check that is only late. */
const SLACK_SECONDS = 300

/** From then on it is silent, unless something is heard. */
export const silentFrom = (
  lastSeenAt: number,
  { checkEverySeconds }: Pick<LicenseTerms, 'checkEverySeconds'>,
): number => lastSeenAt + (CHECKS_MISSED * checkEverySeconds + SLACK_SECONDS) * 1000

export const standingOf = (
  instance: HeardInstance,
  terms: Pick<LicenseTerms, 'checkEverySeconds'>,
  now: number,
): InstanceLine['standing'] => {
  if (instance.releasedAt !== null) return 'released'
  if (now >= instance.runUntil) return 'locked'
  if (now >= instance.seatUntil) return 'idle'
  if (instance.lastAddress === OFFLINE) return 'running'
  return now >= silentFrom(instance.lastSeenAt, terms) ? 'silent' : 'running'
}
