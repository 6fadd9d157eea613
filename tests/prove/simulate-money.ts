import { chanceOf } from './chance.ts'
import { type Counts, liveThrough, noCounts } from './history.ts'
import { judgeHistory } from './judge.ts'
import { rowsOf, settle } from './settle.ts'
import type { Stores } from './stores.ts'
import { openWorld } from './world.ts'

export interface Run {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: Counts
  /** How the requests ended, by kind and state. */
  readonly ends: Readonly<Record<string, number>>
}

const message = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** One world from its beginning to its end. The same seed lives through the same. */
export const simulateMoney = async (stores: Stores, seed: number): Promise<Run> => {
  const chance = chanceOf(seed)
  const world = await openWorld(await stores.fresh(), chance)
  let counts = noCounts()
  try {
    const history = await liveThrough(world, chance.whole(10, 36))
    ;({ counts } = history)
    await settle(history)
    const ends: Record<string, number> = {}
    for (const { kind, state } of await rowsOf(history)) ends[`${kind} ${state}`] = (ends[`${kind} ${state}`] ?? 0) + 1
    return { seed, problems: await judgeHistory(history), counts, ends }
  } catch (error) {
    return { seed, problems: [message(error)], counts, ends: {} }
  } finally {
    await world.close()
  }
}
