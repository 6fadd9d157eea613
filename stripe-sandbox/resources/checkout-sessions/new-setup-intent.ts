import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { SetupIntent } from '../../store/kinds.ts'
import { mergeMetadata, orNull } from '../metadata.ts'

const SECRET_LENGTH = 25

/** What a session in mode `setup` collects a card with. */
export const newSetupIntent = (
  account: Account,
  customer: string | null,
  asked: Stripe.Checkout.SessionCreateParams['setup_intent_data'],
): SetupIntent => {
  const id = account.ids.next('setup_intent')
  return account.create(
    'setup_intent',
    {
      id,
      object: 'setup_intent',
      allowed_payment_method_types: null,
      application: null,
      automatic_payment_methods: null,
      cancellation_reason: null,
      client_secret: `${id}_secret_${account.ids.text('setup_secret', SECRET_LENGTH)}`,
      created: account.now,
      customer,
      customer_account: null,
      description: orNull(asked?.description),
      excluded_payment_method_types: null,
      flow_directions: null,
      last_setup_error: null,
      latest_attempt: null,
      livemode: false,
      mandate: null,
      metadata: mergeMetadata({}, asked?.metadata),
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: null,
      payment_method_options: null,
      payment_method_types: ['card'],
      single_use_mandate: null,
      status: 'requires_payment_method',
      usage: 'off_session',
    },
    'setup_intent.created',
  )
}
