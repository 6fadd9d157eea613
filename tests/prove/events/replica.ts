import { randomUUID } from 'node:crypto'
import { fillMirror } from '../../../server/features/mirror/fill-mirror.ts'
import { startFill } from '../../../server/features/mirror/index.ts'
import { reconcileDue } from '../../../server/features/tenants/reconcile-due.ts'
import { sweepAccount } from '../../../server/features/tenants/sweep-account.ts'
import { applyEvents } from '../../../server/features/webhooks/apply-events.ts'
import type { EventTable } from '../../../server/features/webhooks/index.ts'
import { listMissed } from '../../../server/features/webhooks/list-missed.ts'
import { systemActor } from '../../../server/kernel/actor.ts'
import { AppError, GatewayError } from '../../../server/kernel/errors.ts'
import type { Clock } from '../../../server/kernel/clock.ts'
import type { Database } from '../../../server/ports/database.ts'
import type { PaymentGateway } from '../../../server/ports/payment-gateway.ts'
import type { Provisioner } from '../../../server/ports/provisioner.ts'
import type { Chance } from '../chance.ts'
import { companionKernel } from '../companion-kernel.ts'
import { PAST_DUE_DAYS } from './compare-tenants.ts'
import { type Door, openDoor } from './door.ts'
import type { Postman } from './postman.ts'

export interface Outside {
  readonly db: Database
  readonly stripe: PaymentGateway
  readonly clock: Clock
  readonly provisioner: Provisioner
  readonly table: EventTable
  readonly postman: Postman
  readonly chance: Chance
  readonly count: (what: string, more?: number) => void
}

const never = new AbortController().signal
const noPace = () => Promise.resolve()
const order = { actor: systemActor('prove'), requestId: null, resume: false }
const tenants = {
  provisioner: 'http-callback',
  provisionerHost: 'house',
  plans: [],
  pastDueDays: PAST_DUE_DAYS,
} as const

/** One of several that work on one database; each does what its companion's jobs do, one thing after the other. */
export interface Replica {
  readonly chance: Chance
  readonly door: Door
  /** Takes in what lies in the bag, or some of it. */
  deliver(atMost?: number): Promise<void>
  /** How many subjects were taken. */
  apply(): Promise<number>
  list(): Promise<void>
  /** False while another fill is running. */
  orderFill(): Promise<boolean>
  fill(): Promise<void>
  sweep(): Promise<void>
  /** How many tenants were taken. */
  reconcile(): Promise<number>
}

/** What can't be asked now waits, as it would in the companion. */
const unlessOutage = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof GatewayError) || error.gateway !== 'stripe') throw error
  })
}

/** As the companion's jobs do: what the database rolled back, two that waited for each other say, comes again. */
const againAfterRollback = async <T>(work: () => Promise<T>, count: Outside['count']): Promise<T> => {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof GatewayError) || error.gateway !== 'database' || !error.retryable) throw error
      count('rolled back')
    }
  }
}

const kernelOf = ({ db, stripe, clock, provisioner }: Outside, replica: string) => {
  const kernel = companionKernel({ db, stripe, clock, replica })
  return { ...kernel, provisioner, settings: { ...kernel.settings, tenants } }
}

export const openReplica = async (name: string, outside: Outside): Promise<Replica> => {
  const { postman, clock, chance, count, table } = outside
  const holder = randomUUID()
  const kernel = kernelOf(outside, name)
  const isWanted = (type: string) => table.has(type)
  const door = await openDoor(kernel, { isWanted, count: (outcome) => count(`answered ${outcome}`) })
  const deliverOne = async (body: string) => {
    const status = await door.deliver(body)
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`)
    count('delivered')
  }
  const orderFill = async () => {
    try {
      await startFill(kernel, order)
      return true
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }
  const onGap = async () => {
    count('gaps')
    return orderFill()
  }
  return {
    chance,
    door,
    deliver: async (atMost) => {
      const bodies = postman.take(clock.now(), atMost)
      // Some share a commit, some come alone.
      while (bodies.length > 0) await Promise.all(bodies.splice(0, chance.whole(1, 12)).map(deliverOne))
    },
    apply: async () => {
      const taken = await againAfterRollback(() => applyEvents(kernel, { holder, table, pace: noPace }), count)
      count('subjects taken', taken)
      return taken
    },
    list: async () => {
      const wish = { holder, isWanted, pace: noPace, signal: never, atLeastMs: 0, onGap }
      await unlessOutage(listMissed(kernel, wish).then((found) => count('found by listing', found ?? 0)))
    },
    orderFill,
    fill: async () => {
      const fill = () => fillMirror(kernel, { holder, signal: never, pause: async () => {} })
      await unlessOutage(againAfterRollback(fill, count))
    },
    sweep: () => unlessOutage(sweepAccount(kernel, holder, never)),
    reconcile: async () => {
      const taken = await reconcileDue(kernel, holder, never)
      count('tenants taken', taken)
      return taken
    },
  }
}
