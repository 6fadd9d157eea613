import { createHmac } from 'node:crypto'
import type { Provisioner, ProvisionVerdict, TenantOrder } from '../../ports/provisioner.ts'
import { objectOf, refusalOf } from './read-answer.ts'
import { sendRequest } from './send-request.ts'

export interface CallbackOptions {
  readonly url: string
  /** `whsec_` and base64; while one is being replaced there are two, and each signs. */
  readonly secrets: readonly string[]
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
  readonly now: () => number
}

const WHO = 'The provisioner'

/** As the Standard Webhooks specification says: HMAC-SHA-256 over id, seconds and body, one signature per secret. */
const signatureOf = (secret: string, text: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(text, 'utf8').digest('base64')}`
}

const bodyOf = ({ orderId: _id, ...order }: TenantOrder, now: number): string =>
  JSON.stringify({ type: 'tenant.wanted', timestamp: new Date(now).toISOString(), data: order })

/** An empty answer takes our word; one that says something has to say the same as we did. */
const echoOf = (text: string, order: TenantOrder): ProvisionVerdict => {
  if (text.trim() === '') return { verdict: 'applied', ignored: [] }
  const said = objectOf(text)
  if (!said) return { verdict: 'later', why: `${WHO} answered something that is no JSON object.` }
  if (said['tenantId'] !== order.tenantId || said['state'] !== order.state)
    return { verdict: 'later', why: `${WHO} answered with another tenant or state than was asked for.` }
  const ignored = said['ignoredLimits'] ?? []
  if (!Array.isArray(ignored) || !ignored.every((key) => typeof key === 'string'))
    return { verdict: 'later', why: `${WHO} answered with ignored limits that are no list of names.` }
  return { verdict: 'applied', ignored }
}

/** Tells somebody's own service over signed HTTP what its tenants shall be. */
export const createHttpCallback = ({ url, secrets, now, ...sending }: CallbackOptions): Provisioner => ({
  apply: async (order) => {
    const at = now()
    const body = bodyOf(order, at)
    const seconds = String(Math.floor(at / 1000))
    const signed = `${order.orderId}.${seconds}.${body}`
    const answer = await sendRequest(
      {
        url: new URL(url),
        method: 'POST',
        body,
        headers: {
          'webhook-id': order.orderId,
          'webhook-timestamp': seconds,
          'webhook-signature': secrets.map((secret) => signatureOf(secret, signed)).join(' '),
        },
      },
      sending,
    )
    const refusal = refusalOf(WHO, answer)
    if (refusal) return refusal
    return echoOf(answer.kind === 'answered' ? answer.text : '', order)
  },
})
