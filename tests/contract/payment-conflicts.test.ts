import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import type { GatewayFailure } from '../../server/kernel/errors.ts'
import { failureOf } from '../support/payment-day.ts'

// Guarantee: what Stripe says of a conflict, a declined card or a missing permission is read from status, type and
// code alone. The sandbox makes no conflicts, so an endpoint here speaks Stripe's documented errors.

interface Said {
  readonly status: number
  readonly error: Readonly<Record<string, string>>
}

let said: Said = { status: 500, error: {} }
let server: Server
let tries = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    tries++
    request.resume().on('end', () => {
      response.writeHead(said.status, { 'content-type': 'application/json', 'request-id': 'req_at_stripe' })
      response.end(JSON.stringify({ error: said.error }))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => void server.close(resolve)))

const pay = () => {
  const { port } = server.address() as AddressInfo
  const gateway = createStripeGateway({ key: 'sk_test_1', apiBase: `http://127.0.0.1:${port}`, timeoutMs: 2000 })
  tries = 0
  return failureOf(gateway.payInvoice('in_1', 'req_1/pay/1'))
}

const invalid = 'invalid_request_error'

describe('what Stripe says', () => {
  test.each<[string, Said, GatewayFailure, boolean]>([
    ['the key is in use', { status: 409, error: { type: invalid, code: 'idempotency_key_in_use' } }, 'locked', true],
    ['a conflict by type', { status: 409, error: { type: 'idempotency_error' } }, 'locked', true],
    ['the object is locked', { status: 429, error: { type: invalid, code: 'lock_timeout' } }, 'locked', true],
    ['too many', { status: 429, error: { type: invalid, code: 'rate_limit' } }, 'rate-limited', true],
    ['no permission', { status: 403, error: { type: invalid, message: 'rk_1 may not' } }, 'key-refused', false],
    ['it is down', { status: 503, error: { type: 'api_error' } }, 'failed', true],
    ['it can’t be done there', { status: 501, error: { type: 'api_error' } }, 'refused', false],
    ['other parameters', { status: 400, error: { type: 'idempotency_error' } }, 'key-reused', false],
    ['no', { status: 400, error: { type: invalid, code: 'parameter_invalid_integer' } }, 'refused', false],
  ])('%s', async (_name, words, failure, retryable) => {
    said = words
    expect(await pay()).toMatchObject({
      failure,
      retryable,
      stripe: { status: words.status, type: words.error['type'], code: words.error['code'] ?? null },
    })
    expect(tries).toBe(1)
  })

  test('a declined card: its code, the bank’s reason, words for staff, and the request to name at Stripe', async () => {
    const message = 'Your card has insufficient funds.'
    said = {
      status: 402,
      error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message },
    }
    expect((await pay()).stripe).toEqual({
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      declineCode: 'insufficient_funds',
      message,
      requestId: 'req_at_stripe',
    })
  })

  test('words about the companion’s own key stay out', async () => {
    said = { status: 403, error: { type: invalid, message: 'The key rk_live_abc does not have the permission' } }
    const failure = await pay()
    expect(failure.stripe?.message).toBeNull()
    expect(failure.message).not.toContain('rk_live_abc')
  })
})
