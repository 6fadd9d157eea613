/** The `error` member of Stripe's error answers, as far as the sandbox fills it. */
export interface ErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  readonly message: string
  readonly code?: string
  readonly decline_code?: string
  readonly param?: string
  readonly doc_url?: string
  /** The failed attempt, when a payment was refused. */
  readonly charge?: string
  readonly payment_intent?: object
}

/** A refusal that the wire layer turns into Stripe's error shape. */
export class StripeRefusal extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(body.message)
    this.status = status
    const page = body.code?.replaceAll('_', '-')
    this.body = page === undefined ? body : { ...body, doc_url: `https://docs.stripe.com/error-codes/${page}` }
    this.headers = headers
  }
}

interface Detail {
  readonly param?: string
  readonly code?: string
}

export const invalidRequest = (message: string, detail: Detail = {}): StripeRefusal =>
  new StripeRefusal(400, { type: 'invalid_request_error', message, ...detail })

/** `No such customer: 'cus_x'`: 404 when the id stood in the path, 400 when it was a parameter. */
export const noSuch = (what: string, id: string, param?: string): StripeRefusal =>
  new StripeRefusal(param === undefined || param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param: param ?? 'id',
  })

export const missingParam = (param: string): StripeRefusal =>
  invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })

/** What Stripe may well know and the sandbox does not: refused by name, never answered plausibly. */
export const notBuilt = (what: string, param?: string): StripeRefusal =>
  new StripeRefusal(501, {
    type: 'api_error',
    code: 'sandbox_not_implemented',
    message: `The sandbox does not implement ${what}.`,
    ...(param === undefined ? {} : { param }),
  })

export const unauthorized = (message: string, code?: string): StripeRefusal =>
  new StripeRefusal(401, { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) })

export const cardRefused = (message: string, code: string, declineCode?: string): StripeRefusal =>
  new StripeRefusal(402, {
    type: 'card_error',
    code,
    message,
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
  })

/** A refusal by the bank, with the payment that it concerns. */
export const aboutPayment = (
  { status, body, headers }: StripeRefusal,
  payment: Required<Pick<ErrorBody, 'charge' | 'payment_intent'>>,
): StripeRefusal => new StripeRefusal(status, { ...body, ...payment }, headers)

/** A refusal whose work stays all the same: a declined payment is on record although its request failed. */
export class RefusalAfterWork extends StripeRefusal {}

export const keepingWork = ({ status, body, headers }: StripeRefusal): RefusalAfterWork =>
  new RefusalAfterWork(status, body, headers)
