import type { Blast, BlastLine, BlastWish } from '@countersign/shared/features/metering'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { type BlastRow, type BlastTeam, findOver } from './blast-rules.ts'
import { readPlans, type RunningPlan } from './read-plans.ts'
import { listCounts, readTurn } from './store.ts'

const teamsOf = async (
  { db }: Pick<Kernel, 'db'>,
  concerned: readonly RunningPlan[],
  others: readonly RunningPlan[],
): Promise<BlastTeam[]> => {
  const customers = new Map(concerned.map(({ item }) => [item.teamId ?? '', item.customerStripeId]))
  customers.delete('')
  const counts = Map.groupBy(await listCounts(db, [...customers.keys()]), ({ teamId }) => teamId)
  return [...customers].map(([teamId, customerStripeId]) => ({
    teamId,
    customerStripeId,
    others: others.filter(({ item }) => item.teamId === teamId).map(({ limits }) => limits),
    usage: new Map(
      (counts.get(teamId) ?? []).flatMap(({ counter, value, measuredAt }) =>
        value === null || measuredAt === null ? [] : [[counter, { value, measuredAt }]],
      ),
    ),
  }))
}

const lineOf = ({ measuredAt, ...row }: BlastRow): BlastLine => ({
  ...row,
  measuredAt: measuredAt === null ? null : toIso(measuredAt),
})

/** Who would be over which limit, by how much, if a plan's limits were these; by the latest counts. */
export const previewLimits = async (
  kernel: Pick<Kernel, 'db' | 'settings'>,
  { priceStripeId, limits }: BlastWish,
): Promise<Blast> => {
  const running = await readPlans(kernel, 'all')
  const isOnIt = ({ item }: RunningPlan): boolean => item.priceStripeId === priceStripeId
  const concerned = running.filter(isOnIt)
  const teams = await teamsOf(
    kernel,
    concerned,
    running.filter((plan) => !isOnIt(plan)),
  )
  const { endedAt } = await readTurn(kernel.db, 'items')
  return {
    readAt: endedAt === null ? null : toIso(endedAt),
    teams: teams.length,
    nameless: concerned.filter(({ item }) => item.teamId === null).length,
    rows: findOver(limits, teams).map(lineOf),
  }
}
