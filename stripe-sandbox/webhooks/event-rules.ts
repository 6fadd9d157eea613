/** What becomes of an event: who is told, how long it can be read, how long a delivery is tried. */
import type { AccountView } from '../store/account-view.ts'
import type { StoredEvent, WebhookEndpoint } from '../store/kinds.ts'

/** Events can be read for thirty days. */
export const READABLE_SECONDS = 30 * 86_400

/** Looking for old events at every new one would cost more than the memory is worth. */
const FORGET_EVERY = 256

export const forgetOldEvents = (account: AccountView): void => {
  if (account.ids.count('event') % FORGET_EVERY !== 0) return
  const events = account.all('event')
  const old: string[] = []
  for (const { id, created } of events.oldest()) {
    if (created > account.clock.ownNow() - READABLE_SECONDS) break
    old.push(id)
  }
  for (const id of old) events.purge(id)
}

const listens = ({ status, enabled_events: enabled }: WebhookEndpoint, type: string): boolean =>
  status === 'enabled' && enabled.some((name) => name === '*' || name === type)

/** Ids of the endpoints that want events of this type. */
export const targetsOf = (account: AccountView, type: string): string[] => {
  const forwards = account.host.forwards()
  if (account.all('webhook_endpoint').size === 0) return [...forwards]
  const own = [...account.all('webhook_endpoint').oldest()].filter((endpoint) => listens(endpoint, type))
  return [...own.map(({ id }) => id), ...forwards]
}

export const queueDeliveries = (account: AccountView, event: StoredEvent, endpoints: readonly string[]): void => {
  for (const endpoint of endpoints) {
    account.all('webhook_delivery').insert({
      id: `${event.id}/${endpoint}`,
      event: event.id,
      endpoint,
      attempts: 0,
      retryAt: null,
    })
  }
}

/** Seconds between attempts; the last one repeats. Stripe only says that they grow and end after three days. */
const DELAYS = [60, 300, 1800, 7200, 18_000, 43_200]
const TRIED_SECONDS = 3 * 86_400

/** When a delivery is tried again after so many failures; null when it is given up. */
export const nextAttemptAt = (event: StoredEvent, attempts: number, now: number): number | null => {
  const at = now + (DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? 0)
  return at > event.created + TRIED_SECONDS ? null : at
}
