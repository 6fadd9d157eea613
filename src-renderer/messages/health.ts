import { spanText } from '../lib/dates.ts'
import { plural } from '../lib/numbers.ts'

/** The strip at the bottom, and the line to the companion. */
export const health = {
  companion: (ms: number) => `Companion ${ms < 1000 ? `${ms} ms` : spanText(ms)}`,
  companionLost: 'Companion not answering',
  database: (ms: number) => `Database ${Math.max(1, Math.round(ms))} ms`,
  databaseDown: 'Database not ready',
  stripe: {
    reachable: 'Stripe answers',
    unreachable: 'Stripe unreachable',
    'key-refused': 'Stripe refuses the key',
    'rate-limited': 'Stripe is limiting requests',
    unknown: 'Stripe not asked yet',
  },
  stripeTitle: (host: string, at: string | null) => (at === null ? host : `${host}, last asked ${at} UTC`),
  mirrorEmpty: 'Mirror empty',
  mirrorFilling: 'Mirror being filled',
  mirrorFailed: 'Mirror not complete',
  mirrorAsOf: (at: string) => `Mirror as of ${at} UTC`,
  moneyPaused: (since: string) => `Money paused since ${since} UTC`,
  moneyNeedsPerson: (count: number) => `${plural(count, 'request needs', 'requests need')} a person`,
  moneyLate: (age: string) => `Money due for ${age}`,
  eventsLate: (age: string) => `Webhooks ${age} behind`,
  eventsFailed: (count: number) => `${plural(count, 'webhook', 'webhooks')} failed`,
  eventsUnlisted: (age: string) => `Webhooks not checked for ${age}`,
  drift: (count: number) => `${plural(count, 'costly difference', 'costly differences')} open`,
  heldCounts: (count: number) => `${plural(count, 'count waits', 'counts wait')} for finance`,
  hintVerify: 'verify',
  hintSearch: 'search',
  hintKeys: 'all keys',
  offline: {
    network: (since: string) => `No network since ${since} UTC.`,
    companion: (since: string) => `The companion has not answered since ${since} UTC.`,
    asOf: (at: string) => `What you see is as of ${at} UTC.`,
    changes: 'Changes are off, and none is kept for later.',
    reason: 'the companion cannot be reached',
  },
  server: {
    starting: 'Starting the companion',
    startingNote: (host: string) => `It runs on this machine${host === '' ? '' : `, at ${host}`}.`,
    connecting: (host: string) => `Reaching ${host}`,
    failed: 'The companion did not start',
    unreachable: 'The companion cannot be used',
    failedNext: 'Try again, or choose another companion.',
  },
}
