import type { Account } from '../store/account.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../store/kinds.ts'
import type { ErrorBody } from '../wire/errors.ts'
import { captureBefore } from './payment-rules.ts'

type Details = NonNullable<Charge['payment_method_details']>

interface Part {
  readonly amount: number
  /** When the authorisation ends; null when the money is taken at once. */
  readonly captureBefore: number | null
}

const cardDetails = (card: NonNullable<PaymentMethod['card']>, part: Part): Details => ({
  type: 'card',
  card: {
    amount_authorized: part.amount,
    authorization_code: null,
    brand: card.brand,
    ...(part.captureBefore === null ? {} : { capture_before: part.captureBefore }),
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: card.regulated_status,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  },
})

const bankDetails = (method: PaymentMethod): Details => {
  const { us_bank_account: ach, sepa_debit: sepa } = method
  if (ach !== undefined) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = ach
    const shown = { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number }
    return { type: 'us_bank_account', us_bank_account: { ...shown, payment_reference: null } }
  }
  if (sepa === undefined) throw new Error(`No details to charge ${method.type}`)
  const { bank_code, branch_code, country, fingerprint, last4 } = sepa
  return { type: 'sepa_debit', sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: null } }
}

const detailsOf = (method: PaymentMethod, part: Part): Details =>
  method.card === undefined ? bankDetails(method) : cardDetails(method.card, part)

const failureOf = (refused: ErrorBody | undefined): Pick<Charge, 'failure_code' | 'failure_message'> => ({
  failure_code: refused?.code ?? null,
  failure_message: refused?.message ?? null,
})

/** What the network said. Nothing here assesses risk, so no risk is stated. */
const outcomeOf = (refused: ErrorBody | undefined): NonNullable<Charge['outcome']> => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: refused === undefined ? 'approved_by_network' : 'declined_by_network',
  reason: refused?.decline_code ?? refused?.code ?? null,
  seller_message: refused === undefined ? 'Payment complete.' : null,
  type: refused === undefined ? 'authorized' : 'issuer_declined',
})

const NONE = {
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: null,
  disputed: false,
  failure_balance_transaction: null,
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  transfer_data: null,
  transfer_group: null,
} as const

export interface ChargeSpec {
  readonly intent: PaymentIntent
  readonly method: PaymentMethod
  readonly status: Charge['status']
  readonly refused?: ErrorBody | undefined
}

/** One attempt to collect an intent's amount; what it does to the balance of the account is not modelled. */
export const newCharge = (account: Account, { intent, method, status, refused }: ChargeSpec): Charge => {
  const { amount, capture_method: capture } = intent
  const hasMoney = status === 'succeeded'
  const isHeld = hasMoney && capture === 'manual'
  const part = { amount, captureBefore: isHeld ? captureBefore(account.now) : null }
  return {
    ...NONE,
    id: account.ids.next('charge'),
    object: 'charge',
    amount,
    amount_captured: hasMoney && !isHeld ? amount : 0,
    billing_details: method.billing_details,
    captured: hasMoney && !isHeld,
    created: account.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    ...failureOf(refused),
    fraud_details: {},
    metadata: intent.metadata,
    outcome: outcomeOf(refused),
    paid: hasMoney,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(method, part),
    receipt_email: intent.receipt_email,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
  }
}
