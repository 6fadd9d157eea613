import type { Stripe } from 'stripe'
import type { TaxRate } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { all, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata, orNull, updated } from '../metadata.ts'

const DETAILS = ['active', 'country', 'description', 'display_name', 'jurisdiction', 'metadata', 'state', 'tax_type']

const checkPercentage = (percentage: number): void => {
  if (percentage < 0 || percentage > 100)
    throw invalidRequest('Invalid percentage: must be between 0 and 100.', { param: 'percentage' })
  if (!/^\d+(\.\d{1,4})?$/.test(String(percentage)))
    throw invalidRequest('Invalid percentage: at most 4 decimal places are allowed.', { param: 'percentage' })
}

const checkCountry = (country: string | undefined): void => {
  if (country !== undefined && country !== '' && !/^[A-Za-z]{2}$/.test(country))
    throw invalidRequest(`Country '${country}' is unknown. Try using a 2-character alphanumeric country code.`, {
      param: 'country',
    })
}

const create = ({ account }: Call, params: Stripe.TaxRateCreateParams): TaxRate => {
  checkPercentage(params.percentage)
  checkCountry(params.country)
  return account.create(
    'tax_rate',
    {
      id: account.ids.next('tax_rate'),
      object: 'tax_rate',
      active: params.active ?? true,
      country: orNull(params.country),
      created: account.now,
      description: orNull(params.description),
      display_name: params.display_name,
      effective_percentage: null,
      flat_amount: null,
      inclusive: params.inclusive,
      jurisdiction: orNull(params.jurisdiction),
      jurisdiction_level: null,
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      percentage: params.percentage,
      rate_type: null,
      state: orNull(params.state),
      tax_type: params.tax_type ?? null,
    },
    'tax_rate.created',
  )
}

/** What decides amounts, the percentage and whether it is inclusive, can never be changed. */
const update = ({ account }: Call, params: Stripe.TaxRateUpdateParams, id: string): TaxRate => {
  const old = account.need('tax_rate', id)
  checkCountry(params.country)
  return account.update(
    'tax_rate',
    {
      ...old,
      active: params.active ?? old.active,
      country: updated(params.country, old.country),
      description: updated(params.description, old.description),
      display_name: params.display_name ?? old.display_name,
      jurisdiction: updated(params.jurisdiction, old.jurisdiction),
      metadata: mergeMetadata(old.metadata, params.metadata),
      state: updated(params.state, old.state),
      tax_type: params.tax_type ?? old.tax_type,
    },
    'tax_rate.updated',
  )
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'tax_rate', operation, supports })

export const taxRateRoutes: readonly Route[] = [
  route<Stripe.TaxRateCreateParams>('POST', '/v1/tax_rates', {
    ...spec('create', [...DETAILS, 'inclusive', 'percentage']),
    handle: create,
  }),
  route<Stripe.TaxRateListParams>('GET', '/v1/tax_rates', {
    ...spec('list', ['active', 'created', 'ending_before', 'inclusive', 'limit', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'tax_rate',
        params,
        where: ({ active, inclusive }) => all(same(params.active, active), same(params.inclusive, inclusive)),
      }),
  }),
  route('GET', '/v1/tax_rates/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('tax_rate', id),
  }),
  route<Stripe.TaxRateUpdateParams>('POST', '/v1/tax_rates/:id', {
    ...spec('update', DETAILS),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
]
