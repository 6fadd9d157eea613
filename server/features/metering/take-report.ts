import type { MeterAnswer, MeterReport, MeterResult, MeterTotal } from '@countersign/shared/features/metering'
import type { Kernel } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { keepReading, type SaidCount } from './keep-reading.ts'
import { insertReport, listKnownTeams } from './store.ts'

/** Where a report came from. */
export interface ReportOrigin {
  readonly source: 'report' | 'pull'
  readonly credentialId: string | null
  readonly address: string | null
}

/** So many counts share a commit: others wait for their rows no longer than that takes. */
const COUNTS_A_COMMIT = 100

const saidBy = ({ tenantId, counts, measuredAt, period }: MeterTotal, reportedAt: string): SaidCount[] => {
  const measured = Date.parse(measuredAt ?? reportedAt)
  const countedAt = period === undefined ? measured : Date.parse(period)
  return Object.entries(counts).map(([counter, value]) => ({
    teamId: tenantId,
    counter,
    value,
    measuredAt: measured,
    countedAt,
  }))
}

/** In one order for everybody, so that two reports never wait for each other's rows. */
const inOrder = (one: SaidCount, other: SaidCount): number => {
  const [left, right] = [`${one.teamId}\n${one.counter}`, `${other.teamId}\n${other.counter}`]
  return left < right ? -1 : Number(left > right)
}

interface Part {
  readonly reportId: string
  readonly said: readonly SaidCount[]
  readonly now: number
}

const keepPart = async (kernel: Pick<Kernel, 'settings'>, tx: Transaction, { reportId, said, now }: Part) => {
  const known = await listKnownTeams(
    tx,
    said.map(({ teamId }) => teamId),
  )
  const results: MeterResult[] = []
  for (const count of said) {
    const isTeamKnown = known.has(count.teamId)
    const { verdict, code } = await keepReading(kernel, tx, { count, reportId, isTeamKnown, now })
    results.push({ tenantId: count.teamId, counter: count.counter, verdict, code })
  }
  return results
}

/** Judges every count of a report and keeps what is accepted or held. The same report again gets the same answer. */
export const takeReport = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'settings'>,
  { measuredAt, totals }: MeterReport,
  origin: ReportOrigin,
): Promise<MeterAnswer> => {
  const now = kernel.clock.now()
  const reportId = newId('mrp', now)
  const said = totals.flatMap((total) => saidBy(total, measuredAt)).toSorted(inOrder)
  const results: MeterResult[] = []
  await inTransaction(kernel.db, (tx) => insertReport(tx, { id: reportId, ...origin, at: now }))
  for (let from = 0; from < said.length; from += COUNTS_A_COMMIT) {
    const part = { reportId, said: said.slice(from, from + COUNTS_A_COMMIT), now }
    results.push(...(await inTransaction(kernel.db, (tx) => keepPart(kernel, tx, part))))
  }
  return { reportId, results }
}
