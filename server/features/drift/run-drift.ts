import { DRIFT_SOURCES, type DriftSourceName } from '@countersign/shared/features/drift'
import { ERRORS } from '@countersign/shared/errors'
import { MINUTE_MS } from '@countersign/shared/times'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import { commitStep, type DriftKernel, type Look, type NextPlace } from './commit-step.ts'
import { finishRun } from './finish-run.ts'
import { lookCoupons } from './look-coupons.ts'
import { lookCredits } from './look-credits.ts'
import { lookDiscounts } from './look-discounts.ts'
import { lookMirror } from './look-mirror.ts'
import { lookTeams } from './look-teams.ts'
import { lookTenants } from './look-tenants.ts'
import { lookWork } from './look-work.ts'
import { MOST_TRIES, waitAfter } from './run-rules.ts'
import { settleSuspected } from './settle-suspected.ts'
import { claimRun, listSuspected, type RunRow, updateRun } from './store.ts'

/** `waiting`: for Stripe, or for what is on its way. `lost`: cancelled, or another replica's by now. */
export type DriftOutcome = 'nothing' | 'done' | 'failed' | 'waiting' | 'stopped' | 'lost'

/** What is compared, in order. Licences take their place here, and in `DRIFT_SOURCES`, when there are any. */
const LOOKS: Record<DriftSourceName, Look> = {
  mirror: lookMirror,
  teams: lookTeams,
  tenants: lookTenants,
  coupons: lookCoupons,
  discounts: lookDiscounts,
  credits: lookCredits,
  work: lookWork,
}

/** Longer than any piece takes. */
const LEASE_MS = 5 * MINUTE_MS
/** So long an event may be under way before what it tells is missed. */
const SETTLE_MS = 15_000

const sourceAfter = (source: DriftSourceName): NextPlace['source'] =>
  DRIFT_SOURCES[DRIFT_SOURCES.indexOf(source) + 1] ?? 'settle'

const untilOf = ({ clock }: DriftKernel): number => clock.now() + LEASE_MS

const compareNext = async (kernel: DriftKernel, run: RunRow, source: DriftSourceName): Promise<RunRow | null> => {
  const step = await LOOKS[source](kernel, run.cursor)
  const place = step.next === null ? { source: sourceAfter(source), cursor: null } : { source, cursor: step.next }
  const isSettling = place.source === 'settle' && (await listSuspected(kernel.db, '', 1)).length > 0
  return commitStep(kernel, run, { step, place, until: untilOf(kernel), waitMs: isSettling ? SETTLE_MS : 0 })
}

const release = async (kernel: DriftKernel, run: RunRow, outcome: 'waiting' | 'stopped'): Promise<DriftOutcome> =>
  (await updateRun(kernel.db, run, { leaseHolder: null, leaseUntil: null })) ? outcome : 'lost'

const goOn = async (kernel: DriftKernel, first: RunRow, signal: AbortSignal): Promise<DriftOutcome> => {
  let run: RunRow | null = first
  while (run) {
    if (signal.aborted) return release(kernel, run, 'stopped')
    if (run.nextAt > kernel.clock.now()) return release(kernel, run, 'waiting')
    if (run.source !== 'settle') run = await compareNext(kernel, run, run.source)
    else if (run.cursor === 'done') return finishRun(kernel, run)
    else run = await settleSuspected(kernel, run, untilOf(kernel))
  }
  return 'lost'
}

/** What may pass is waited out; it goes on at the piece that failed. */
const putOff = async (kernel: DriftKernel, runId: Pick<RunRow, 'id' | 'fence' | 'tries'>, error: GatewayError) => {
  const tries = runId.tries + 1
  const now = kernel.clock.now()
  const { text, next } = ERRORS[errorCodeOf(error)]
  const isOver = !error.retryable || tries >= MOST_TRIES
  const free = { leaseHolder: null, leaseUntil: null, problem: `${text} ${next}`, tries }
  const change = isOver
    ? ({ ...free, state: 'failed', finishedAt: now } as const)
    : { ...free, nextAt: now + waitAfter(tries) }
  if (!(await updateRun(kernel.db, runId, change))) return 'lost'
  return isOver ? 'failed' : 'waiting'
}

const failOwn = async (kernel: DriftKernel, run: RunRow, error: unknown): Promise<DriftOutcome> => {
  kernel.log.error({ err: error, run: run.id, source: run.source }, 'drift: a comparison broke')
  const end = { state: 'failed', finishedAt: kernel.clock.now(), problem: ERRORS.INTERNAL.text } as const
  return (await updateRun(kernel.db, run, { ...end, leaseHolder: null, leaseUntil: null })) ? 'failed' : 'lost'
}

/**
 * Works on the running comparison, if there is one that nobody else is at, piece by piece; what a piece found is committed
 * with its place, so whoever comes next goes on behind it.
 */
export const runDrift = async (
  kernel: DriftKernel,
  { holder, signal }: { holder: string; signal: AbortSignal },
): Promise<DriftOutcome> => {
  const now = kernel.clock.now()
  const run = await claimRun(kernel.db, { holder, now, until: now + LEASE_MS })
  if (!run) return 'nothing'
  try {
    return await goOn(kernel, run, signal)
  } catch (error) {
    if (error instanceof GatewayError && error.gateway === 'stripe') return putOff(kernel, run, error)
    if (error instanceof GatewayError) throw error
    return failOwn(kernel, run, error)
  }
}
