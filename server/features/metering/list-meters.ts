import type { MeterLine, Meters, MetersWish, MeterState } from '@countersign/shared/features/metering'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listMeters as listRows } from './store.ts'

const PAGE = 100

type Row = Awaited<ReturnType<typeof listRows>>[number]

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

/** The first that applies. */
const stateOf = (row: Row): MeterState => {
  if (row.heldValue !== null) return 'held'
  if (row.stuckAt !== null || row.itemProblem !== null) return 'stuck'
  if (row.endsAt === null) return 'counted'
  if (row.lineAmount !== null) return 'invoiced'
  if (row.countValue === null) return 'waiting'
  return row.countValue === row.sentValue ? 'sent' : 'accepted'
}

const lineOf = (row: Row): MeterLine => ({
  teamId: row.teamId,
  counter: row.counter,
  state: stateOf(row),
  value: row.value,
  measuredAt: isoOrNull(row.measuredAt),
  heldValue: row.heldValue,
  plan: row.productName,
  customerStripeId: row.customerStripeId,
  periodEndsAt: isoOrNull(row.endsAt),
  problem: row.problem ?? row.itemProblem,
})

/** A page of the counts by team, each with where its newest billing period stands. */
export const listMeters = async ({ db }: Pick<Kernel, 'db'>, { show, team, cursor }: MetersWish): Promise<Meters> => {
  const rows = await listRows(db, { show, team: team?.trim() ?? '', after: cursor ?? null, limit: PAGE + 1 })
  // Two items of one team may bill the same count.
  const byKey = new Map(rows.slice(0, PAGE).map((row) => [`${row.counter}/${row.teamId}`, row]))
  const meters = [...byKey.values()].map(lineOf)
  const last = rows.length > PAGE ? meters.at(-1) : undefined
  return { meters, nextCursor: last ? { teamId: last.teamId, counter: last.counter } : null }
}
