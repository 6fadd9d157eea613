import { isBody, type Notice, noticesOf, type Plan, planOf, readRefusal } from '../wire/replies.ts'
import type { Answer } from '../wire/transport.ts'
import { countsOf, troubleOf } from './exchange.ts'
import { type Cause, finding, refusal } from './reasons.ts'
import type { Session } from './session.ts'

interface SeatCount {
  readonly paid: number
  readonly free: number
}

export type Description =
  | {
      readonly isOk: true
      readonly licenseId: string
      readonly plan: Plan
      readonly seats: { readonly production: SeatCount; readonly development: SeatCount }
      readonly notices: readonly Notice[]
    }
  | { readonly isOk: false; readonly cause: Cause; readonly details: Readonly<Record<string, unknown>> }

const no = (cause: Cause, details: Readonly<Record<string, unknown>> = {}): Description => ({
  isOk: false,
  cause,
  details,
})

const seatsOf = (value: unknown): SeatCount | null => {
  if (!isBody(value)) return null
  const { paid, free } = value
  return typeof paid === 'number' && typeof free === 'number' ? { paid, free } : null
}

const allSeatsOf = (value: unknown) => {
  const production = isBody(value) ? seatsOf(value['production']) : null
  const development = isBody(value) ? seatsOf(value['development']) : null
  return production === null || development === null ? null : { production, development }
}

const descriptionOf = ({ body }: Answer): Description => {
  const refused = readRefusal(body)
  if (refused !== null) return no(refusal(refused), refused.details)
  const unreadable = no(finding('ANSWER_NOT_TRUSTED', 'its answer can’t be read'))
  if (!isBody(body)) return unreadable
  const plan = planOf(body['plan'])
  const seats = allSeatsOf(body['seats'])
  const licenseId = body['license']
  if (plan === null || seats === null || typeof licenseId !== 'string') return unreadable
  return { isOk: true, licenseId, plan, seats, notices: noticesOf(body['notices']) }
}

/** Asks what the key is good for. Takes no seat and believes nothing: what counts is the lease. */
export const describeKey = async (session: Session, signal: AbortSignal): Promise<Description> => {
  const { key, product, version, releasedOn, transport, environment } = session.settings
  if (key === null) return no(finding('NO_KEY'))
  const fleet = { [environment]: 1, counts: countsOf(session) }
  const body = { key, product, version, releasedOn, fleet }
  try {
    const answer = await transport({ method: 'POST', path: '/v1/licenses/describe', body, signal })
    if (answer.status === 200) return descriptionOf(answer)
    const trouble = troubleOf(answer)
    return no(trouble.kind === 'failed' ? trouble.cause : finding('UNREACHABLE'))
  } catch {
    return no(finding('UNREACHABLE'))
  }
}
