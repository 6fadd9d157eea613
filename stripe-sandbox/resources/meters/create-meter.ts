import type { Stripe } from 'stripe'
import type { Meter } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'

export const CREATE_METER_PARAMS = [
  'customer_mapping',
  'default_aggregation',
  'display_name',
  'event_name',
  'value_settings',
]

/** Only one active meter may listen to an event name. */
export const createMeter = ({ account }: Call, params: Stripe.Billing.MeterCreateParams): Meter => {
  const [holder] = account.all('billing.meter').newest([{ index: 'eventName', value: params.event_name }])
  if (holder !== undefined)
    throw invalidRequest(`There is already an active meter for the event name ${params.event_name}.`, {
      param: 'event_name',
    })
  return account.create(
    'billing.meter',
    {
      id: account.ids.next('billing.meter'),
      object: 'billing.meter',
      created: account.now,
      customer_mapping: params.customer_mapping ?? { event_payload_key: 'stripe_customer_id', type: 'by_id' },
      default_aggregation: params.default_aggregation,
      display_name: params.display_name,
      event_name: params.event_name,
      event_time_window: null,
      livemode: false,
      status: 'active',
      status_transitions: { deactivated_at: null },
      updated: account.now,
      value_settings: params.value_settings ?? { event_payload_key: 'value' },
    },
    'billing.meter.created',
  )
}
