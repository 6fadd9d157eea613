import { KEPT_EVERY_MS } from '../time/trusted-time.ts'
import { exchange, failed, type Outcome } from './exchange.ts'
import { alone, intervalOf, isForeign, type Life, standingOf } from './life.ts'
import { waitAfter } from './next-check-rules.ts'
import { finding } from './reasons.ts'
import { keep, type Session, tell } from './session.ts'
import { type Standing, warnsFrom } from './standing-rules.ts'

/** A look at the moment when something changes by itself. */
const armBoundary = (life: Life): void => {
  life.cancelBoundary()
  const { session, settings } = life
  if (session === null || !life.isRunning) return
  const now = session.time.nowMs()
  const grants = [session.grant, session.offline].flatMap((grant) => (grant === null ? [] : [grant]))
  const moments = grants.flatMap((grant) => [warnsFrom(grant), grant.lease.runUntil]).filter((moment) => moment > now)
  if (moments.length > 0)
    life.cancelBoundary = settings.timers.after(Math.ceil(Math.min(...moments) - now), () => {
      review(life)
    })
}

/** Tells listeners what is different now. */
export const review = (life: Life): Standing => {
  const { before, emitter, settings } = life
  const now = standingOf(life)
  life.before = now
  if (now.line !== before?.line) settings.log(now.line)
  if (before?.isLocked !== now.isLocked) emitter.emit(now.isLocked ? 'locked' : 'unlocked', now)
  if (now.isWarned && before?.isWarned !== true) emitter.emit('warning', now)
  armBoundary(life)
  return now
}

const askOnce = async (life: Life, session: Session, signal: AbortSignal): Promise<Outcome> => {
  try {
    if (await isForeign(life)) return { kind: 'taken-over' }
    return await exchange(life.session ?? session, signal)
  } catch (error) {
    // Whatever this is, it is our fault and must not become the program's.
    life.settings.log(`The license check broke: ${error instanceof Error ? error.message : 'unknown'}`)
    return failed(finding('UNREACHABLE'))
  }
}

/** Trouble on the way says less than a refusal that still stands. */
const noteCause = (session: Session, outcome: Outcome): void => {
  if (outcome.kind === 'taken-over') session.cause = finding('TAKEN_OVER')
  else if (outcome.kind === 'failed') session.cause = session.state.verdict ?? outcome.cause
  tell(session, 'TAKEN_OVER', outcome.kind === 'taken-over')
}

const armCheck = (life: Life, outcome: Outcome): void => {
  const { settings, failures } = life
  life.cancelCheck()
  if (!life.isRunning) return
  const rhythm = { intervalMs: intervalOf(life), failures, isEphemeral: settings.isEphemeral }
  life.cancelCheck = settings.timers.after(waitAfter(outcome, rhythm, settings.random()), () => void ask(life))
}

/** Asks the server once; while the client runs, again after a while. */
export const ask = (life: Life): Promise<Standing> =>
  alone(life, async (opened, signal) => {
    const outcome = await askOnce(life, opened, signal)
    life.failures = outcome.kind === 'failed' ? life.failures + 1 : 0
    noteCause(life.session ?? opened, outcome)
    armCheck(life, outcome)
    return review(life)
  })

/** Only what is kept of the time counts over a restart. */
const armKeeping = (life: Life): void => {
  life.cancelKeeping()
  if (!life.settings.store.outlivesProcess) return
  const keepTime = async (session: Session) => {
    if (session.grant !== null || session.offline !== null) await keep(session, session.state)
    if (life.isRunning) armKeeping(life)
  }
  life.cancelKeeping = life.settings.timers.after(KEPT_EVERY_MS, () => void alone(life, keepTime))
}

/** Resolves as soon as it is known whether the program may run. */
export const start = async (life: Life): Promise<Standing> => {
  life.isRunning = true
  armKeeping(life)
  const isLocked = await alone(life, async () => standingOf(life).isLocked)
  if (isLocked) return ask(life)
  const now = review(life)
  void ask(life)
  return now
}

/** No more calls and no more timers. */
export const stop = async (life: Life): Promise<void> => {
  life.isRunning = false
  life.abort.abort()
  life.cancelCheck()
  life.cancelBoundary()
  life.cancelKeeping()
  await life.queue
  // What is asked for later, by hand, is not cut off by what was stopped.
  life.abort = new AbortController()
}
