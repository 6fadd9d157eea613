import { hash } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

interface Shape {
  readonly prefix: string
  readonly length: number
}

/** How Stripe's ids look, by kind. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'billing.meter': { prefix: 'mtr_test_6', length: 27 },
  'billing_portal.configuration': { prefix: 'bpc_1', length: 23 },
  'billing_portal.session': { prefix: 'bps_1', length: 23 },
  'checkout.session': { prefix: 'cs_test_a1', length: 56 },
  charge: { prefix: 'ch_3', length: 23 },
  coupon: { prefix: '', length: 8 },
  credit_note: { prefix: 'cn_1', length: 23 },
  credit_note_line_item: { prefix: 'cnli_1', length: 23 },
  customer: { prefix: 'cus_', length: 14 },
  customer_balance_transaction: { prefix: 'cbtxn_1', length: 23 },
  discount: { prefix: 'di_1', length: 23 },
  event: { prefix: 'evt_1', length: 23 },
  invoice: { prefix: 'in_1', length: 23 },
  invoice_payment: { prefix: 'inpay_1', length: 23 },
  invoiceitem: { prefix: 'ii_1', length: 23 },
  item: { prefix: 'li_1', length: 23 },
  line_item: { prefix: 'il_1', length: 23 },
  payment_intent: { prefix: 'pi_3', length: 23 },
  payment_method: { prefix: 'pm_1', length: 23 },
  payment_record: { prefix: 'pr_1', length: 23 },
  price: { prefix: 'price_1', length: 23 },
  product: { prefix: 'prod_', length: 14 },
  promotion_code: { prefix: 'promo_1', length: 23 },
  refund: { prefix: 're_3', length: 23 },
  setup_intent: { prefix: 'seti_1', length: 23 },
  subscription: { prefix: 'sub_1', length: 23 },
  subscription_item: { prefix: 'si_', length: 14 },
  subscription_schedule: { prefix: 'sub_sched_1', length: 23 },
  'test_helpers.test_clock': { prefix: 'clock_1', length: 23 },
  webhook_endpoint: { prefix: 'we_1', length: 23 },
  tax_id: { prefix: 'txi_1', length: 23 },
  tax_rate: { prefix: 'txr_1', length: 23 },
}

const base62 = (bytes: Uint8Array, length: number): string => {
  let text = ''
  for (let at = 0; at < length; at += 1) text += ALPHABET[(bytes[at % bytes.length] ?? 0) % ALPHABET.length]
  return text
}

/** Text that looks random and is always the same for one seed and name. */
export const seededText = (seed: string, name: string, length: number): string =>
  base62(hash('sha512', `${seed}\u0000${name}`, 'buffer'), length)

/**
 * Ids by counting per kind: the third customer of a seeded account has the same id however many events came between.
 */
export class IdGenerator {
  readonly seed: string
  readonly #counts: Map<string, number>
  /** The counts as they were last asked for: most requests make no id. */
  #told: Readonly<Record<string, number>> | undefined

  constructor(seed: string, counts: Readonly<Record<string, number>> = {}) {
    this.seed = seed
    this.#counts = new Map(Object.entries(counts))
  }

  next(kind: string): string {
    const shape = SHAPES[kind]
    if (shape === undefined) throw new Error(`No id shape for ${kind}`)
    return `${shape.prefix}${this.text(kind, shape.length)}`
  }

  text(kind: string, length: number): string {
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.#told = undefined
    return seededText(this.seed, `${kind}/${count}`, length)
  }

  counts(): Readonly<Record<string, number>> {
    this.#told ??= Object.fromEntries(this.#counts)
    return this.#told
  }

  /** How many ids of a kind there were. */
  count(kind: string): number {
    return this.#counts.get(kind) ?? 0
  }

  /** Takes ids back after work that was undone. */
  restore(counts: Readonly<Record<string, number>>): void {
    if (counts === this.#told) return
    this.#told = counts
    this.#counts.clear()
    for (const [kind, count] of Object.entries(counts)) this.#counts.set(kind, count)
  }
}
