import { meterReportSchema } from '@countersign/shared/features/metering'
import { MINUTE_MS, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { Database } from '../../ports/database.ts'
import type { PulledTotal, UsageSource } from '../../ports/usage-source.ts'
import { claimPull, endPull, listTenantIds } from './store.ts'
import { takeReport } from './take-report.ts'

export type PullKernel = Pick<Kernel, 'db' | 'clock' | 'settings' | 'log'> & { readonly source: UsageSource }

const LEASE_MS = 30 * MINUTE_MS
const PAGE = 500
const TOTALS_A_REPORT = 100
const STOPPED = 'It was stopped on the way.'

const tenantIds = async function* (db: Database): AsyncIterable<string> {
  for (let after = ''; ; ) {
    const page = await listTenantIds(db, after, PAGE)
    yield* page
    after = page.at(-1) ?? ''
    if (page.length < PAGE) return
  }
}

/** The same rules as for what is reported: what doesn't fit them is no count. */
const reportOf = (totals: readonly PulledTotal[], measuredAt: string) =>
  meterReportSchema.safeParse({
    measuredAt,
    totals: totals.map(({ tenantId, measuredAt: at, counts }) => ({
      tenantId,
      counts,
      ...(at === null ? {} : { measuredAt: at }),
    })),
  })

const keepTotals = async (kernel: PullKernel, totals: readonly PulledTotal[]): Promise<string | null> => {
  const report = reportOf(totals, toIso(kernel.clock.now()))
  if (!report.success) return 'It answered with something that is no list of counts.'
  const address = kernel.settings.metering?.pull?.host ?? null
  await takeReport(kernel, report.data, { source: 'pull', credentialId: null, address })
  return null
}

/** Whatever comes in one answer, no report is larger than one that is posted. */
const keepAll = async (kernel: PullKernel, totals: readonly PulledTotal[]): Promise<string | null> => {
  let problem: string | null = null
  for (let from = 0; from < totals.length; from += TOTALS_A_REPORT) {
    const fault = await keepTotals(kernel, totals.slice(from, from + TOTALS_A_REPORT))
    problem ??= fault
  }
  return problem
}

/** What went wrong; null: nothing. */
const pullAll = async (kernel: PullKernel, signal: AbortSignal): Promise<string | null> => {
  let problem: string | null = null
  for await (const answer of kernel.source.pull(tenantIds(kernel.db))) {
    if (signal.aborted) return STOPPED
    if (answer.verdict === 'failed') problem ??= answer.why
    else problem = (await keepAll(kernel, answer.totals)) ?? problem
  }
  return problem
}

/** Pulls the counts of all tenants when it is time, one replica at a time. False when it isn't our turn. */
export const pullUsage = async (kernel: PullKernel, holder: string, signal: AbortSignal): Promise<boolean> => {
  const everyMs = (kernel.settings.metering?.pull?.everyMinutes ?? 60) * MINUTE_MS
  const now = kernel.clock.now()
  if (!(await claimPull(kernel.db, { holder, now, until: now + LEASE_MS, endedBefore: now - everyMs }))) return false
  try {
    const problem = await pullAll(kernel, signal)
    // Who was stopped has the rest pulled as soon as somebody runs again.
    await endPull(kernel.db, holder, problem === STOPPED ? { problem } : { endedAt: now, problem })
    return true
  } catch (error) {
    await endPull(kernel.db, holder, { endedAt: now, problem: 'Something broke on our side; it is tried again.' })
    throw error
  }
}
