import { Stripe } from 'stripe'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import type { OpenedDatabase } from '../../server/adapters/database/open-database.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { type Approver, seatApprover, seatStaff } from '../support/approvals.ts'
import type { Chance } from './chance.ts'
import { companionKernel } from './companion-kernel.ts'
import { type LateCalls, lateCalls } from './late-calls.ts'
import type { Store } from './stores.ts'

const STARTS_AT = Date.parse('2026-11-20T12:40:00.000Z')
const KEY = 'sk_test_world'
/** Of real time: never reached, however busy the machine is. Time-outs are made without waiting. */
const TIMEOUT_MS = 60_000

export interface World {
  readonly chance: Chance
  readonly clock: ReturnType<typeof fixedClock>
  readonly sandbox: RunningSandbox
  readonly key: string
  /** The official client: what really is the case. Only while nothing is broken. */
  readonly stripe: Stripe
  readonly store: Store
  readonly late: LateCalls
  readonly requester: StaffActor
  readonly approvers: readonly [Approver, Approver]
  /** Two processes of the companion on one database. */
  readonly kernels: () => readonly [Kernel, Kernel]
  /** Time goes by for Stripe and for us; what was late arrives. */
  readonly wait: (ms: number) => Promise<void>
  /** Puts the backup back; both processes begin anew. */
  readonly restore: () => Promise<void>
  readonly close: () => Promise<void>
}

const openBoth = async (store: Store): Promise<[OpenedDatabase, OpenedDatabase]> => [
  await store.open(),
  await store.open(),
]

/** A companion of two processes, its people, and a Stripe of its own, all on one clock. */
export const openWorld = async (store: Store, chance: Chance): Promise<World> => {
  const clock = fixedClock(STARTS_AT)
  const sandbox = await startSandbox({ now: () => clock.now() })
  const { hostname, port } = new URL(sandbox.url)
  const stripe = new Stripe(KEY, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
  const gateway = createStripeGateway({ key: KEY, apiBase: sandbox.url, timeoutMs: TIMEOUT_MS })
  const late = lateCalls(gateway, chance, clock)
  const outside = { stripe: late.gateway, clock }
  let open = await openBoth(store)
  const kernels = (): [Kernel, Kernel] => [
    companionKernel({ db: open[0].db, ...outside, replica: 'one' }),
    companionKernel({ db: open[1].db, ...outside, replica: 'two' }),
  ]
  const [kernel] = kernels()
  const requester = await seatStaff(kernel, 'Ines Albrecht', ['support'])
  const approvers = [await seatApprover(kernel, 'Jonas Whitlock'), await seatApprover(kernel, 'Mira Okafor')] as const
  const closeBoth = async () => {
    for (const one of open) await one.close()
  }
  return {
    chance,
    clock,
    sandbox,
    key: KEY,
    stripe,
    store,
    late,
    requester,
    approvers,
    kernels,
    wait: async (ms) => {
      const until = clock.now() + ms
      // Each at its own time: however long it is till then, none arrives later than it was sent for.
      for (let next = late.nextAt(); next !== null && next < until; next = late.nextAt()) {
        clock.advance(Math.max(0, next - clock.now()))
        await late.arrive(clock.now())
      }
      clock.advance(until - clock.now())
    },
    restore: async () => {
      await closeBoth()
      store.restore()
      open = await openBoth(store)
    },
    close: async () => {
      await closeBoth()
      await sandbox.close()
      await store.remove()
    },
  }
}
