import type { RunningSandbox } from 'stripe-sandbox'
import type { Chance } from './chance.ts'
import type { Mood } from './moods.ts'

/** Breaks some of the coming requests of this account; returns how many faults lie ready. */
export const breakStripe = (sandbox: RunningSandbox, key: string, mood: Mood, chance: Chance): number => {
  const count = chance.whole(1, 3)
  for (let n = 0; n < count; n++) {
    const method = chance.happens(mood.onWrites) ? 'POST' : 'GET'
    const kind = chance.pick(mood.faults)
    const times = chance.whole(1, 3)
    sandbox.addFault({ kind, key, method, times, skip: method === 'GET' ? chance.whole(0, 8) : chance.whole(0, 1) })
  }
  return count
}
