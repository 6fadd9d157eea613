import { randomBytes } from 'node:crypto'
import { openLease, type OpenedLease } from '../lease/lease.ts'
import type { ClientState } from '../store/state.ts'
import { isBody, readReply, type Refused, type Served } from '../wire/replies.ts'
import type { Answer } from '../wire/transport.ts'
import { learnKeys } from './learn-keys.ts'
import { type Cause, finding, refusal } from './reasons.ts'
import { keep, type Session, tell } from './session.ts'

/** What came of asking once. */
export type Outcome =
  | { readonly kind: 'served' }
  | { readonly kind: 'refused' | 'failed'; readonly cause: Cause; readonly retryAfterMs: number | null }
  | { readonly kind: 'taken-over' }

interface Question {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

/** After these the same installation activates anew: the same instance, no second seat. */
const ACTIVATES_ANEW = new Set(['BAD_TOKEN', 'UNKNOWN_INSTANCE', 'INSTANCE_RELEASED'])
const CLOCK_TOLERANCE_MS = 5 * 60_000

const makeNonce = (): string => randomBytes(32).toString('base64url')

export const failed = (cause: Cause, retryAfterMs: number | null = null): Outcome => ({
  kind: 'failed',
  cause,
  retryAfterMs,
})

/** A program that counts wrongly must still be able to check. */
export const countsOf = ({ settings }: Session): Readonly<Record<string, number>> => {
  try {
    const entries = Object.entries(settings.counts())
    return Object.fromEntries(entries.filter(([, count]) => Number.isSafeInteger(count) && count >= 0))
  } catch {
    settings.log('What is in use could not be counted.')
    return {}
  }
}

const activation = (session: Session, nonce: string): Question => {
  const { key, product, version, releasedOn, name, environment, isEphemeral } = session.settings
  const what = { key, product, version, releasedOn, name, environment, isEphemeral }
  const body = { ...what, installId: session.installId, nonce, counts: countsOf(session) }
  return { path: '/v1/licenses/activate', body }
}

const check = (session: Session, nonce: string): Question => {
  const { settings, state, plan } = session
  const { version, releasedOn } = settings
  const who = { instance: state.instanceId, token: state.token, nonce, version, releasedOn }
  return { path: '/v1/licenses/check', body: { ...who, counts: countsOf(session), planRevision: plan?.revision } }
}

/** An answer that is none of the rules': the way there is broken, or the call. */
export const troubleOf = ({ status, body, retryAfterMs }: Answer): Outcome => {
  const isOutage = status >= 500 || status === 429 || status === 408
  if (isOutage) return failed(finding('UNREACHABLE', `it answers ${status}`), retryAfterMs)
  if (status < 300) return failed(finding('ANSWER_NOT_TRUSTED', 'its answer can’t be read'))
  const error = isBody(body) && isBody(body['error']) ? body['error']['code'] : undefined
  return failed(finding('CALL_REJECTED', typeof error === 'string' ? `${status} ${error.slice(0, 60)}` : `${status}`))
}

const sameLimits = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}

const noteNotices = (session: Session, { notices }: Served): void => {
  const known = new Set(session.notices.map(({ code, at }) => `${code} ${at}`))
  session.notices = notices
  for (const notice of notices) if (!known.has(`${notice.code} ${notice.at}`)) session.emitter.emit('notice', notice)
}

const open = async (session: Session, served: Served, nonce: string, signal: AbortSignal): Promise<OpenedLease> => {
  const { settings, installId, keys, state } = session
  const instanceId = served.instanceId ?? state.instanceId ?? ''
  const expected = { product: settings.product, installId, instanceId, nonce }
  const opened = openLease(served.lease, keys, expected)
  if (opened.isOk || opened.fault !== 'UNKNOWN_SIGNING_KEY' || !(await learnKeys(session, signal))) return opened
  return openLease(served.lease, keys, expected)
}

/** Takes over what the server granted, once it is proven to be the answer to our nonce. */
const accept = async (session: Session, served: Served, nonce: string, signal: AbortSignal): Promise<Outcome> => {
  const opened = await open(session, served, nonce, signal)
  if (!opened.isOk) return failed(finding('ANSWER_NOT_TRUSTED', opened.fault))
  const { lease } = opened
  const { settings, time, emitter } = session
  const before = session.grant?.lease.limits
  time.setFromServer(lease.issuedAt)
  tell(session, 'CLOCK_WRONG', Math.abs(time.machineAheadMs()) > CLOCK_TOLERANCE_MS)
  session.grant = { lease, version: settings.version, isOffline: false }
  session.plan = served.plan ?? session.plan
  session.cause = null
  const state: ClientState = {
    ...session.state,
    claimMark: settings.claimMark,
    instanceId: lease.instanceId,
    token: served.token,
    nextNonce: makeNonce(),
    lease: served.lease,
    leaseVersion: settings.version,
    checkEveryMs: served.checkEveryMs,
    verdict: null,
  }
  const asked = { instanceId: session.state.instanceId, token: session.state.token, nextNonce: nonce }
  const kept = await keep(session, state)
  if (kept === 'foreign') return { kind: 'taken-over' }
  // What would be lost at a restart is not built upon: the same call brings the next lease too.
  if (kept === 'unwritable') session.state = { ...session.state, ...asked }
  if (before !== undefined && !sameLimits(before, lease.limits)) emitter.emit('limits', { before, after: lease.limits })
  noteNotices(session, served)
  return { kind: 'served' }
}

/** The nonce stays: if the server had moved on for it before it refused, another one would look like a copy. */
const noteRefusal = async (session: Session, refused: Refused): Promise<Outcome> => {
  const { retryAfterMs } = refused
  const cause = refusal(refused)
  session.cause = cause
  const kept = await keep(session, { ...session.state, verdict: cause })
  return kept === 'foreign' ? { kind: 'taken-over' } : { kind: 'refused', cause, retryAfterMs }
}

/** The nonce is on the disk before it is sent, so that whatever is lost after that, the next try is the same. */
const ask = async (
  session: Session,
  question: (session: Session, nonce: string) => Question,
  signal: AbortSignal,
): Promise<Outcome> => {
  const nonce = session.state.nextNonce ?? makeNonce()
  const isNew = session.state.nextNonce === null
  if (isNew && (await keep(session, { ...session.state, nextNonce: nonce })) === 'foreign')
    return { kind: 'taken-over' }
  let answer: Answer
  session.isAnswerDue = true
  try {
    answer = await session.settings.transport({ method: 'POST', ...question(session, nonce), signal })
  } catch {
    return failed(finding('UNREACHABLE'))
  }
  const reply = answer.status === 200 ? readReply(answer.body) : null
  if (reply === null) return troubleOf(answer)
  session.isAnswerDue = false
  return reply.verdict === 'ok' ? accept(session, reply, nonce, signal) : noteRefusal(session, reply)
}

/** Checks, or activates where there is nothing to check with. */
export const exchange = async (session: Session, signal: AbortSignal): Promise<Outcome> => {
  const { token, instanceId } = session.state
  if (token !== null && instanceId !== null) {
    const outcome = await ask(session, check, signal)
    if (outcome.kind !== 'refused' || !ACTIVATES_ANEW.has(outcome.cause.code)) return outcome
    const kept = await keep(session, { ...session.state, token: null, nextNonce: makeNonce() })
    if (kept === 'foreign') return { kind: 'taken-over' }
  }
  return session.settings.key === null ? failed(finding('NO_KEY')) : ask(session, activation, signal)
}
