import { createHmac } from 'node:crypto'

const TIMEOUT_MS = 10_000

export interface Answered {
  readonly status: number | null
  readonly error: string | null
}

/** `t=…,v1=…`: HMAC-SHA256 over the time, a dot and the body, once with each secret that is valid. */
const signatureOf = (body: string, secrets: readonly string[], at: number): string =>
  [
    `t=${at}`,
    ...secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`),
  ].join(',')

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

export interface Target {
  readonly url: string
  readonly secret: string
  /** Rolled secrets that still sign. */
  readonly olderSecrets?: readonly string[]
}

/**
 * Sends one signed event and says how it was answered. The signature carries the machine's time, whatever the account's
 * clock says, because that is what receivers compare it with. A redirect is a failure, as at Stripe.
 */
export const postEvent = async (
  { url, secret, olderSecrets = [] }: Target,
  body: string,
  stop: AbortSignal,
): Promise<Answered> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureOf(body, [secret, ...olderSecrets], Math.floor(Date.now() / 1000)),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.arrayBuffer()
    return { status: response.status, error: null }
  } catch (error) {
    return { status: null, error: reasonOf(error) }
  }
}
