import { createHmac } from 'node:crypto'
import { openInbox } from '../../server/features/webhooks/open-inbox.ts'
import type { EventTable, EventUse } from '../../server/features/webhooks/weigh-events.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { silentLog } from '../../server/kernel/log.ts'
import type { Database } from '../../server/ports/database.ts'
import type { StripeEvent } from '../../server/ports/stripe-event.ts'

export const NOON = Date.UTC(2026, 10, 21, 12)

export type EventKernel = Kernel & { readonly clock: ReturnType<typeof fixedClock> }

/** What the inbox needs, at noon; Stripe stands behind the uses of its table. */
export const anEventKernel = (db: Database, over: Partial<Kernel> = {}): EventKernel => ({
  db,
  stripe: undefined as never,
  log: silentLog,
  keys: undefined as never,
  settings: { teamKeys: ['team'], replica: 'test', mode: 'TEST' } as unknown as Kernel['settings'],
  ...over,
  clock: fixedClock(NOON),
})

let made = 0

export const anEvent = (over: Partial<StripeEvent> = {}): StripeEvent => ({
  stripeId: `evt_${++made}`,
  type: 'thing.changed',
  objectStripeId: 'thing_1',
  subjectKey: 'cus_1',
  madeAt: NOON - 1000,
  isLive: false,
  ...over,
})

export const noPace = () => Promise.resolve()

/** A use that tells what it read and wrote, in order. */
export const aUse = (
  read: (objectStripeId: string) => Promise<void> = () => Promise.resolve(),
): EventUse<string> & { readonly seen: { readonly read: string[]; readonly written: string[] } } => {
  const seen = { read: [] as string[], written: [] as string[] }
  return {
    name: 'test',
    seen,
    read: async (_kernel, id) => {
      seen.read.push(id)
      await read(id)
      return id
    },
    write: async (_tx, ids) => void seen.written.push(...ids),
  }
}

export const aTable = (use: EventUse): EventTable => new Map([['thing.changed', [use]]])

export const keepAll = async (kernel: Kernel, events: readonly StripeEvent[]): Promise<boolean[]> => {
  const inbox = openInbox(kernel, (type) => type === 'thing.changed')
  return Promise.all(events.map((event) => inbox.accept({ endpoint: 'main', event })))
}

/** Each event's state, by its id. */
export const statesOf = async (db: Database): Promise<Record<string, string>> => {
  const rows = await db.selectFrom('stripeEvent').select(['stripeId', 'state']).orderBy('stripeId').execute()
  return Object.fromEntries(rows.map(({ stripeId, state }) => [stripeId, state]))
}

/** As Stripe signs. */
export const signatureOf = (body: string, secret: string, atMs: number): string => {
  const time = Math.floor(atMs / 1000)
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
}
