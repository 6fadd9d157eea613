import type { Stripe } from 'stripe'
import { usageIn } from '../../billing/meter-usage.ts'
import type { Meter } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { listOf, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { CREATE_METER_PARAMS, createMeter } from './create-meter.ts'
import { createMeterEvent } from './create-meter-event.ts'

type SummaryParams = Stripe.Billing.MeterListEventSummariesParams

const MINUTE = 60

/** One summary for the whole span; Stripe wants both ends on whole minutes. */
const summarize = ({ account, path }: Call, params: SummaryParams, id: string): Answer => {
  const meter = account.need('billing.meter', id)
  const { start_time: start, end_time: end } = params
  account.need('customer', params.customer, 'customer')
  for (const [param, at] of [
    ['start_time', start],
    ['end_time', end],
  ] as const)
    if (at % MINUTE !== 0) throw invalidRequest(`The ${param} must be aligned with minute boundaries.`, { param })
  const summary: Stripe.Billing.MeterEventSummary = {
    id: `mtrusg_test_${account.ids.text('billing.meter_event_summary', 24)}`,
    object: 'billing.meter_event_summary',
    aggregated_value: usageIn(account, meter.id, params.customer, { start, end }),
    end_time: end,
    livemode: false,
    meter: meter.id,
    start_time: start,
  }
  return listOf(path, [summary])
}

const deactivate = ({ account }: Call, id: string): Meter => {
  const meter = account.need('billing.meter', id)
  if (meter.status === 'inactive') throw invalidRequest('The meter is already inactive.')
  const off = account.update('billing.meter', {
    ...meter,
    status: 'inactive',
    status_transitions: { deactivated_at: account.now },
    updated: account.now,
  })
  account.emit('billing.meter.deactivated', 'billing.meter', off)
  return off
}

const reactivate = ({ account }: Call, id: string): Meter => {
  const meter = account.need('billing.meter', id)
  const [holder] = account.all('billing.meter').newest([{ index: 'eventName', value: meter.event_name }])
  if (holder !== undefined) throw invalidRequest('An active meter already uses this event name.')
  const on = account.update('billing.meter', {
    ...meter,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: account.now,
  })
  account.emit('billing.meter.reactivated', 'billing.meter', on)
  return on
}

const rename = ({ account }: Call, { display_name: name }: Stripe.Billing.MeterUpdateParams, id: string): Meter => {
  const meter = account.need('billing.meter', id)
  return account.update(
    'billing.meter',
    { ...meter, display_name: name ?? meter.display_name, updated: account.now },
    'billing.meter.updated',
  )
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'billing.meter',
  operation,
  supports,
})

export const meterRoutes: readonly Route[] = [
  route<Stripe.Billing.MeterCreateParams>('POST', '/v1/billing/meters', {
    ...spec('create', CREATE_METER_PARAMS),
    handle: createMeter,
  }),
  route<Stripe.Billing.MeterListParams>('GET', '/v1/billing/meters', {
    ...spec('list', ['ending_before', 'limit', 'starting_after', 'status']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'billing.meter',
        params,
        where: ({ status }) => same<string>(params.status, status),
      }),
  }),
  route('GET', '/v1/billing/meters/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('billing.meter', id),
  }),
  route<Stripe.Billing.MeterUpdateParams>('POST', '/v1/billing/meters/:id', {
    ...spec('update', ['display_name']),
    handle: (call, params, [id = '']) => rename(call, params, id),
  }),
  route('POST', '/v1/billing/meters/:id/deactivate', {
    ...spec('deactivate'),
    handle: (call, _params, [id = '']) => deactivate(call, id),
  }),
  route('POST', '/v1/billing/meters/:id/reactivate', {
    ...spec('reactivate'),
    handle: (call, _params, [id = '']) => reactivate(call, id),
  }),
  route<SummaryParams>('GET', '/v1/billing/meters/:id/event_summaries', {
    ...spec('list event summaries', ['customer', 'end_time', 'start_time']),
    handle: (call, params, [id = '']) => summarize(call, params, id),
  }),
  route<Stripe.Billing.MeterEventCreateParams>('POST', '/v1/billing/meter_events', {
    resource: 'billing.meter_event',
    operation: 'create',
    supports: ['event_name', 'identifier', 'payload', 'timestamp'],
    handle: createMeterEvent,
  }),
]
