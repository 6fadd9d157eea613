// Blast radius: who would be over which limit if a plan's limits were changed, now. What a team may use is the highest of its
// plans' limits, and unlimited where one plan has none. A use that nobody has counted is unknown, never zero.

export type Limits = Readonly<Record<string, number>>

export interface BlastTeam {
  readonly teamId: string
  readonly customerStripeId: string
  /** Of the team's other plans that have a tenant. */
  readonly others: readonly Limits[]
  /** By the limit's name without `max-`. */
  readonly usage: ReadonlyMap<string, { readonly value: number; readonly measuredAt: number }>
}

export interface BlastRow {
  readonly teamId: string
  readonly customerStripeId: string
  readonly limit: string
  readonly allowed: number
  readonly used: number | null
  readonly measuredAt: number | null
  readonly over: number | null
}

/** null: unlimited. */
const allowedOf = (limit: string, plans: readonly Limits[]): number | null => {
  const each = plans.map((plan) => plan[limit] ?? null)
  return each.includes(null) ? null : Math.max(...each.map((count) => count ?? 0))
}

const rowOf = (team: BlastTeam, limit: string, allowed: number): BlastRow => {
  const { teamId, customerStripeId } = team
  const found = team.usage.get(limit.replace(/^max-/, ''))
  const [used, measuredAt] = [found?.value ?? null, found?.measuredAt ?? null]
  return { teamId, customerStripeId, limit, allowed, used, measuredAt, over: used === null ? null : used - allowed }
}

/** By how much first, then what isn't known; who stays within isn't named. */
export const findOver = (proposed: Limits, teams: readonly BlastTeam[]): BlastRow[] => {
  const rows = teams.flatMap((team) =>
    Object.keys(proposed).flatMap((limit) => {
      const allowed = allowedOf(limit, [proposed, ...team.others])
      return allowed === null ? [] : [rowOf(team, limit, allowed)]
    }),
  )
  const worst = ({ over }: BlastRow): number => over ?? 0
  return rows
    .filter(({ over }) => over === null || over > 0)
    .toSorted(
      (one, other) =>
        worst(other) - worst(one) || one.teamId.localeCompare(other.teamId) || one.limit.localeCompare(other.limit),
    )
}
