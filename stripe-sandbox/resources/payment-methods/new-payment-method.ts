import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import { seededText } from '../../store/ids.ts'
import type { PaymentMethod } from '../../store/kinds.ts'
import { addressOf } from '../address.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import type { TestBank, TestCard, TestInstrument } from './test-instruments.ts'

const SECONDS_PER_YEAR = 31_557_600
const FIRST_YEAR = 1970
const YEARS_VALID = 3

const cardOf = (card: TestCard, now: number): NonNullable<PaymentMethod['card']> => ({
  brand: card.brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country: card.country,
  display_brand: card.brand,
  exp_month: 11,
  exp_year: FIRST_YEAR + Math.floor(now / SECONDS_PER_YEAR) + YEARS_VALID,
  fingerprint: seededText('fingerprint', `${card.brand}${card.last4}`, 16),
  funding: card.funding,
  generated_from: null,
  last4: card.last4,
  networks: { available: [card.brand], preferred: null },
  regulated_status: 'unregulated',
  three_d_secure_usage: { supported: true },
  wallet: null,
})

const bankOf = (bank: TestBank): Partial<PaymentMethod> =>
  bank.type === 'sepa_debit'
    ? {
        sepa_debit: {
          bank_code: '37040044',
          branch_code: '',
          country: 'DE',
          fingerprint: seededText('fingerprint', bank.last4, 16),
          generated_from: null,
          last4: bank.last4,
        },
      }
    : {
        us_bank_account: {
          account_holder_type: 'company',
          account_type: 'checking',
          bank_name: 'STRIPE TEST BANK',
          financial_connections_account: null,
          fingerprint: seededText('fingerprint', bank.last4, 16),
          last4: bank.last4,
          networks: { preferred: 'ach', supported: ['ach'] },
          routing_number: '110000000',
          status_details: null,
        },
      }

/** What becomes of what is done with it. */
const courseOf = (instrument: TestInstrument): Pick<PaymentMethod, '_attach' | '_outcome' | '_refunds'> => {
  const { outcome } = instrument
  if (instrument.type !== 'card') return { _outcome: outcome }
  const { attach, refunds } = instrument
  return {
    _outcome: outcome,
    ...(attach === undefined ? {} : { _attach: attach }),
    ...(refunds === undefined ? {} : { _refunds: refunds }),
  }
}

export interface Owner {
  readonly billing?: Stripe.PaymentMethodCreateParams.BillingDetails | undefined
  readonly metadata?: Stripe.PaymentMethodCreateParams['metadata']
}

export const newPaymentMethod = (
  account: Account,
  instrument: TestInstrument,
  { billing, metadata }: Owner = {},
): PaymentMethod => ({
  id: account.ids.next('payment_method'),
  object: 'payment_method',
  allow_redisplay: 'unspecified',
  billing_details: {
    address: addressOf(billing?.address) ?? {
      city: null,
      country: null,
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    },
    email: orNull(billing?.email),
    name: orNull(billing?.name),
    phone: orNull(billing?.phone),
    tax_id: null,
  },
  created: account.now,
  customer: null,
  customer_account: null,
  livemode: false,
  metadata: mergeMetadata({}, metadata),
  type: instrument.type,
  ...(instrument.type === 'card' ? { card: cardOf(instrument, account.now) } : bankOf(instrument)),
  ...courseOf(instrument),
})
