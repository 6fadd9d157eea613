import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { Meter, MeterEvent } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'

type Params = Stripe.Billing.MeterEventCreateParams

const DAY = 86_400
const MAX_AGE_SECONDS = 35 * DAY
const MAX_AHEAD_SECONDS = 300
/** Long enough to hash an event name and an identifier into one id. */
const IDENTIFIER_LENGTH = 32

const meterFor = (account: Account, name: string): Meter => {
  const [meter] = account.all('billing.meter').newest([{ index: 'eventName', value: name }])
  if (meter !== undefined) return meter
  throw invalidRequest(`No active meter found for event name ${name}.`, { param: 'event_name' })
}

const timeOf = (account: Account, asked: number | undefined): number => {
  const at = asked ?? account.now
  if (at < account.now - MAX_AGE_SECONDS || at > account.now + MAX_AHEAD_SECONDS)
    throw invalidRequest(
      'The timestamp must be within the past 35 calendar days and not more than 5 minutes in the future.',
      { param: 'timestamp' },
    )
  return at
}

const valueOf = (meter: Meter, payload: Readonly<Record<string, string>>): number => {
  if (meter.default_aggregation.formula === 'count') return 1
  const key = meter.value_settings.event_payload_key
  const text = payload[key]
  if (text === undefined) throw invalidRequest(`The payload has no ${key}.`, { param: 'payload' })
  if (!/^-?\d+$/.test(text)) throw notBuilt('meter events with fractions', `payload[${key}]`)
  return Number(text)
}

const customerOf = (account: Account, meter: Meter, payload: Readonly<Record<string, string>>): string => {
  const id = payload[meter.customer_mapping.event_payload_key]
  if (id !== undefined && account.find('customer', id) !== undefined) return id
  throw invalidRequest('The payload names no known customer.', {
    param: 'payload',
  })
}

/** An identifier is taken for a day at least; the sandbox lets it go after exactly 24 hours. */
const claimIdentifier = (account: Account, identifier: string): void => {
  const held = account.find('billing.meter_event', identifier)
  if (held === undefined) return
  if (held.created > account.now - DAY)
    throw invalidRequest(`An event already exists with identifier ${identifier}.`, {
      param: 'identifier',
    })
  throw notBuilt('using the identifier of a meter event again after its 24 hours', 'identifier')
}

const addMeterEvent = ({ account }: Call, params: Params): MeterEvent => {
  const meter = meterFor(account, params.event_name)
  const identifier = params.identifier ?? account.ids.text('billing.meter_event', IDENTIFIER_LENGTH)
  claimIdentifier(account, identifier)
  return account.create('billing.meter_event', {
    id: identifier,
    object: 'billing.meter_event',
    created: account.now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: params.payload,
    timestamp: timeOf(account, params.timestamp),
    _meter: meter.id,
    _customer: customerOf(account, meter, params.payload),
    _value: valueOf(meter, params.payload),
  })
}

/** Stripe's meter events have an identifier and no id. */
export const createMeterEvent = (call: Call, params: Params): Omit<MeterEvent, 'id'> => {
  const { id: _id, ...shown } = addMeterEvent(call, params)
  return shown
}
