import type { FaultKind, RunningSandbox } from 'stripe-sandbox'
import type { Chance } from './chance.ts'

const KINDS: readonly FaultKind[] = [
  'rate_limit',
  'error_before',
  'error_after',
  'error_after',
  'drop_before',
  'drop_after',
  'drop_after',
  'timeout_before',
  'timeout_after',
  'nonsense',
]

/** Breaks some of the coming requests of this account; returns how many faults lie ready. */
export const breakStripe = (sandbox: RunningSandbox, key: string, chance: Chance): number => {
  const count = chance.whole(1, 3)
  for (let n = 0; n < count; n++) {
    const method = chance.happens(0.65) ? 'POST' : 'GET'
    const kind = chance.pick(KINDS)
    // A time-out holds the run up for as long as the client waits: once is enough.
    const times = kind.startsWith('timeout') ? 1 : chance.whole(1, 4)
    sandbox.addFault({ kind, key, method, times, skip: method === 'GET' ? chance.whole(0, 8) : chance.whole(0, 1) })
  }
  return count
}
