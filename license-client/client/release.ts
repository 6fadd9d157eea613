import { EMPTY_STATE } from '../store/state.ts'
import { isBody, readRefusal } from '../wire/replies.ts'
import type { Answer } from '../wire/transport.ts'
import { exchange, troubleOf } from './exchange.ts'
import { type Cause, finding, refusal } from './reasons.ts'
import { keep, type Session } from './session.ts'

export type Release = { readonly isOk: true } | { readonly isOk: false; readonly cause: Cause }

/** These say that there is no seat to give back any more. */
const GONE = new Set(['UNKNOWN_INSTANCE', 'INSTANCE_RELEASED'])

const judge = (answer: Answer): Release => {
  const { status, body } = answer
  if (status === 200 && isBody(body) && body['verdict'] === 'ok') return { isOk: true }
  const refused = status === 200 ? readRefusal(body) : null
  if (refused !== null) return GONE.has(refused.code) ? { isOk: true } : { isOk: false, cause: refusal(refused) }
  const trouble = troubleOf(answer)
  return { isOk: false, cause: trouble.kind === 'failed' ? trouble.cause : finding('UNREACHABLE') }
}

const send = async (session: Session, signal: AbortSignal): Promise<Release> => {
  const { instanceId, token } = session.state
  if (instanceId === null || token === null) return { isOk: true }
  try {
    const body = { instance: instanceId, token }
    return judge(await session.settings.transport({ method: 'POST', path: '/v1/licenses/release', body, signal }))
  } catch {
    return { isOk: false, cause: finding('UNREACHABLE') }
  }
}

/** Gives the seat back and forgets the lease: from then on the program is locked until it is activated again. */
export const releaseSeat = async (session: Session, signal: AbortSignal): Promise<Release> => {
  // A check whose answer was lost has moved the token on; only its retry brings the last one.
  if (session.isAnswerDue) await exchange(session, signal)
  const released = await send(session, signal)
  if (!released.isOk) return released
  const cause = finding('RELEASED')
  const { keyStatements, fetchedKeys, offlineFile, offlineNonce, checkEveryMs } = session.state
  const rest = { keyStatements, fetchedKeys, offlineFile, offlineNonce, checkEveryMs }
  session.grant = null
  session.plan = null
  session.cause = cause
  await keep(session, { ...EMPTY_STATE, ...rest, verdict: cause })
  return released
}
