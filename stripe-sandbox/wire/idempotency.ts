import { hash } from 'node:crypto'
import type { Account } from '../store/account.ts'
import type { KeptAnswer } from '../store/kinds.ts'
import { invalidRequest, StripeRefusal } from './errors.ts'
import { canonicalForm, type FormHash } from './form.ts'

/** Stripe keeps a key for at least 24 hours. */
const KEPT_SECONDS = 86_400
const MAX_KEY_LENGTH = 255

export interface IdempotentRequest {
  readonly key: string
  readonly method: string
  readonly path: string
  readonly form: FormHash
}

const fingerprint = ({ method, path, form }: IdempotentRequest): string =>
  `${method} ${path} ${hash('sha256', canonicalForm(form), 'base64url')}`

/** The answer kept under this key, if the key was used; refuses the key for another request. */
export const keptAnswer = (account: Account, request: IdempotentRequest): KeptAnswer | undefined => {
  if (request.key.length > MAX_KEY_LENGTH) {
    throw invalidRequest(`Idempotency keys can have up to ${MAX_KEY_LENGTH} characters.`)
  }
  const kept = account.find('kept_answer', request.key)
  if (kept === undefined || kept.keptAt + KEPT_SECONDS < account.clock.real()) return undefined
  if (kept.request !== fingerprint(request)) throw otherRequest(kept, request)
  return kept
}

const otherRequest = (kept: KeptAnswer, request: IdempotentRequest): StripeRefusal => {
  const [method, path] = kept.request.split(' ')
  const isOtherPlace = method !== request.method || path !== request.path
  return new StripeRefusal(400, {
    type: 'idempotency_error',
    message: isOtherPlace
      ? `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${request.path}'). Try using a key other than '${request.key}' if you meant to execute a different request.`
      : `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
  })
}

export const keepAnswer = (
  account: Account,
  request: IdempotentRequest,
  answer: Pick<KeptAnswer, 'body' | 'requestId' | 'status'>,
): void => {
  const value: KeptAnswer = { ...answer, id: request.key, request: fingerprint(request), keptAt: account.clock.real() }
  if (account.all('kept_answer').row(request.key) === undefined) account.create('kept_answer', value)
  else account.update('kept_answer', value)
}
