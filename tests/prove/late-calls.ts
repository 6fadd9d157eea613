import { GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import type { Chance } from './chance.ts'

/** Requests whose time ran out: they never arrived, were done unseen, or reach Stripe all the same, minutes later. */
export interface LateCalls {
  readonly gateway: PaymentGateway
  /** From now on this part of the writes times out. */
  readonly delay: (part: number) => void
  /** When the next one reaches Stripe; null when none is on its way. */
  readonly nextAt: () => number | null
  /** Lets everything arrive that is due. */
  readonly arrive: (now: number) => Promise<void>
}

interface Call {
  readonly dueAt: number
  readonly send: () => Promise<unknown>
}

/** Below what the engine grants to a request under way. */
const LATEST_MS = 9 * 60_000

const isWrite = (name: string): boolean => !/^(read|list|find|search|preview|ping)/.test(name)

export const lateCalls = (stripe: PaymentGateway, chance: Chance, clock: { now(): number }): LateCalls => {
  let part = 0
  let waiting: Call[] = []
  /** Without the waiting: the engine sees what it would see after its time-out. */
  const timeOut = async (send: () => Promise<unknown>): Promise<never> => {
    const fate = chance.pick(['late', 'late', 'lost', 'done'] as const)
    if (fate === 'late') waiting.push({ dueAt: clock.now() + chance.whole(1, LATEST_MS), send })
    if (fate === 'done') await send().catch(() => null)
    throw new GatewayError('stripe', 'timed-out', { retryable: true, detail: fate })
  }
  const gateway = new Proxy(stripe, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name, target)
      if (typeof call !== 'function') return call
      return async (...given: unknown[]): Promise<unknown> => {
        const send = async (): Promise<unknown> => call.apply(target, given)
        return isWrite(String(name)) && part > 0 && chance.happens(part) ? timeOut(send) : send()
      }
    },
  })
  return {
    gateway,
    delay: (some) => {
      part = some
    },
    nextAt: () => waiting.reduce<number | null>((first, { dueAt }) => Math.min(first ?? dueAt, dueAt), null),
    arrive: async (now) => {
      const due = waiting.filter(({ dueAt }) => dueAt <= now)
      waiting = waiting.filter(({ dueAt }) => dueAt > now)
      // Nobody is there to read the answer, whatever it is.
      for (const { send } of due) await send().catch(() => null)
    },
  }
}
