import { signatureOf } from '../../tests/support/event-fixtures.ts'

// The same events for everybody: updates of customers, ten of each, ten seconds apart but for the last two, which Stripe made
// in one second. So a fifth of all events share their second with another of their object. Half of these pairs come in the
// order in which they were made, half the other way round.

export const SECRET = 'whsec_bench'
const UPDATES_EACH = 10
const GAP_SECONDS = 10

export interface Round {
  /** No two rounds have an object in common. */
  readonly name: string
  readonly count: number
  /** Later than any clock of the benchmark, so that no reading of Stripe is newer than what was made after it. */
  readonly firstSecond: number
}

const API_VERSION = '2026-10-28.endive'

export const objectsOf = ({ count }: Round): number => Math.ceil(count / UPDATES_EACH)

export const idOf = ({ name }: Round, object: number): string => `cus_${name}x${object}`

/** What Stripe would say of each of them once all was made. */
export const lastName = 'Loomfield 10'

const bodyOf = (round: Round, object: number, update: number): string => {
  const id = idOf(round, object)
  const second = round.firstSecond + GAP_SECONDS * Math.min(update, UPDATES_EACH - 1)
  const address = {
    city: 'Utrecht',
    country: 'NL',
    line1: 'Weverstraat 12',
    line2: null,
    postal_code: '3511 AB',
    state: null,
  }
  const object_ = {
    id,
    object: 'customer',
    address,
    balance: 0,
    created: 1_790_000_000,
    currency: 'eur',
    default_source: null,
    delinquent: false,
    description: 'Weaving mill, moved here from the old account',
    discount: null,
    email: `billing@loomfield${object}.example`,
    invoice_prefix: 'C0FFEE42',
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: { team: `loomfield-${object}`, 'tenant-id': `loomfield-${object}` },
    name: `Loomfield ${update}`,
    next_invoice_sequence: 7,
    phone: null,
    preferred_locales: ['en', 'nl'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  return JSON.stringify({
    id: `evt_${round.name}x${object}x${update}`,
    object: 'event',
    api_version: API_VERSION,
    created: second,
    data: { object: object_, previous_attributes: { name: `Loomfield ${update - 1}` } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'customer.updated',
  })
}

/** The pair's order: of every second object the newer comes first. */
const turnOf = (object: number, turn: number): number =>
  turn < UPDATES_EACH - 2 || object % 2 === 0 ? turn + 1 : 2 * UPDATES_EACH - 2 - turn

/** Whole requests, signed now, in the order of their delivery: one of each object, then the next of each. */
export const requestsOf = (round: Round, { host, pathname }: URL): Buffer[] => {
  const objects = objectsOf(round)
  return Array.from({ length: round.count }, (_nothing, n) => {
    const object = n % objects
    const body = bodyOf(round, object, turnOf(object, Math.floor(n / objects)))
    const head = [
      `POST ${pathname} HTTP/1.1`,
      `host: ${host}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      `stripe-signature: ${signatureOf(body, SECRET, Date.now())}`,
    ]
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}
