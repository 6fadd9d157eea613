import type { Account } from '../store/account.ts'
import { seededText } from '../store/ids.ts'
import type { PaymentIntent } from '../store/kinds.ts'
import { payableTypes } from './payment-rules.ts'

const SECRET_LENGTH = 25

/** What every payment intent begins with. */
const NOTHING_YET = {
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'requires_payment_method',
  transfer_group: null,
} as const

export type IntentSpec = Pick<PaymentIntent, 'amount' | 'currency' | 'customer'> & Partial<PaymentIntent>

export const newIntent = (account: Account, spec: IntentSpec): PaymentIntent => {
  const id = account.ids.next('payment_intent')
  return account.create(
    'payment_intent',
    {
      ...NOTHING_YET,
      id,
      object: 'payment_intent',
      client_secret: `${id}_secret_${seededText(account.ids.seed, `secret/${id}`, SECRET_LENGTH)}`,
      created: account.now,
      metadata: {},
      payment_method_types: payableTypes(spec.currency),
      ...spec,
    },
    'payment_intent.created',
  )
}
