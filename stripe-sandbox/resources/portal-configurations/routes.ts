import type { Stripe } from 'stripe'
import type { PortalConfiguration } from '../../store/kinds.ts'
import { notBuilt } from '../../wire/errors.ts'
import { all, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { featuresOf, productsOf } from './configuration-features.ts'
import { createConfiguration } from './create-configuration.ts'

type Params = Stripe.BillingPortal.ConfigurationUpdateParams

const profileOf = (
  asked: Params['business_profile'],
  old: PortalConfiguration['business_profile'],
): PortalConfiguration['business_profile'] => ({
  headline: updated(asked?.headline, old.headline),
  privacy_policy_url: updated(asked?.privacy_policy_url, old.privacy_policy_url),
  terms_of_service_url: updated(asked?.terms_of_service_url, old.terms_of_service_url),
})

const update = ({ account }: Call, params: Params, id: string): PortalConfiguration => {
  const old = account.need('billing_portal.configuration', id)
  if (params.active === false && old.is_default) throw notBuilt('deactivating the default configuration', 'active')
  return account.update(
    'billing_portal.configuration',
    {
      ...old,
      active: given(params.active, old.active),
      business_profile: profileOf(params.business_profile, old.business_profile),
      default_return_url: updated(params.default_return_url, old.default_return_url),
      features: featuresOf(params.features, old.features),
      metadata: mergeMetadata(old.metadata, params.metadata),
      name: updated(params.name, old.name),
      updated: account.now,
      _products: productsOf(account, params.features?.subscription_update, old._products),
    },
    'billing_portal.configuration.updated',
  )
}

const FEATURES = [
  'customer_update',
  'invoice_history',
  'payment_method_update.enabled',
  'subscription_cancel.cancellation_reason.enabled',
  'subscription_cancel.cancellation_reason.options',
  'subscription_cancel.enabled',
  'subscription_cancel.mode',
  'subscription_cancel.proration_behavior',
  'subscription_update.billing_cycle_anchor',
  'subscription_update.default_allowed_updates',
  'subscription_update.enabled',
  'subscription_update.products',
  'subscription_update.proration_behavior',
  'subscription_update.trial_update_behavior',
].map((name) => `features.${name}`)

const WRITTEN = ['business_profile', 'default_return_url', ...FEATURES, 'metadata', 'name']

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'billing_portal_configuration',
  operation,
  supports,
})

export const portalConfigurationRoutes: readonly Route[] = [
  route<Stripe.BillingPortal.ConfigurationCreateParams>('POST', '/v1/billing_portal/configurations', {
    ...spec('create', WRITTEN),
    handle: createConfiguration,
  }),
  route<Stripe.BillingPortal.ConfigurationListParams>('GET', '/v1/billing_portal/configurations', {
    ...spec('list', ['active', 'ending_before', 'is_default', 'limit', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'billing_portal.configuration',
        params,
        where: (found) => all(same(params.active, found.active), same(params.is_default, found.is_default)),
      }),
  }),
  route('GET', '/v1/billing_portal/configurations/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('billing_portal.configuration', id),
  }),
  route<Params>('POST', '/v1/billing_portal/configurations/:id', {
    ...spec('update', ['active', ...WRITTEN]),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
]
