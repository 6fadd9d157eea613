import type { SearchResult } from '@countersign/shared/features/search'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { Database } from '../../ports/database.ts'
import { describeHits } from './describe-hits.ts'
import { matchWords } from './match-words.ts'
import { type Found, isAnswered, planSearch, rankFound, type SearchPlan } from './search-rules.ts'
import { findBeginnings, findByStripeId, readHeardAt } from './store.ts'

const findAll = async (db: Database, plan: SearchPlan, limit: number): Promise<Found[]> => {
  if (plan.stripeId) return findByStripeId(db, plan.stripeId, limit)
  const beginnings = rankFound(plan, await findBeginnings(db, plan, limit))
  if (beginnings.length >= limit || isAnswered(plan, beginnings)) return beginnings
  let found = beginnings
  for (const words of plan.inside) {
    // Those that begin with the text hold its words too: ask for as many more.
    const more = await matchWords(db, words, limit + beginnings.length)
    found = rankFound(plan, [...beginnings, ...more])
    if (found.length > 0) break
  }
  return found
}

/** An id that one object has, letter for letter: the desk opens it at once. */
const isExactIn = (plan: SearchPlan, found: readonly Found[]) => {
  const holders = found.filter((row) => row.matched === 'team' && row.value === plan.teamId)
  return (row: Found): boolean => {
    if (row.matched === 'id') return row.value === plan.stripeId?.id
    return holders.length === 1 && holders[0] === row
  }
}

/** Searches the local copy only: every keystroke may ask, and the answer says how old it is. */
export const searchMirror = async (
  { db }: Pick<Kernel, 'db'>,
  { text, limit }: { text: string; limit: number },
): Promise<SearchResult> => {
  const from = performance.now()
  const plan = planSearch(text)
  const [found, heardAt] = await Promise.all([findAll(db, plan, limit + 1), readHeardAt(db)])
  const hits = await describeHits(db, found.slice(0, limit), isExactIn(plan, found))
  return {
    hits,
    hasMore: found.length > limit,
    tookMs: Math.round((performance.now() - from) * 100) / 100,
    asOf: heardAt === null ? null : toIso(heardAt),
  }
}
