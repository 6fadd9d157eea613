import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { PortalConfiguration } from '../../store/kinds.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, orNull, updated } from '../metadata.ts'
import { CLOSED, featuresOf, productsOf } from './configuration-features.ts'

type Fields = Pick<PortalConfiguration, 'features' | 'is_default'> & Partial<PortalConfiguration>

const newConfiguration = (account: Account, fields: Fields): PortalConfiguration =>
  account.create(
    'billing_portal.configuration',
    {
      id: account.ids.next('billing_portal.configuration'),
      object: 'billing_portal.configuration',
      active: true,
      application: null,
      business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
      created: account.now,
      default_return_url: null,
      livemode: false,
      login_page: { enabled: false, url: null },
      metadata: {},
      name: null,
      updated: account.now,
      _products: [],
      ...fields,
    },
    'billing_portal.configuration.created',
  )

export const createConfiguration = (
  { account }: Call,
  params: Stripe.BillingPortal.ConfigurationCreateParams,
): PortalConfiguration => {
  const profile = params.business_profile
  return newConfiguration(account, {
    business_profile: {
      headline: orNull(profile?.headline),
      privacy_policy_url: given(profile?.privacy_policy_url, null),
      terms_of_service_url: given(profile?.terms_of_service_url, null),
    },
    default_return_url: updated(params.default_return_url, null),
    features: featuresOf(params.features, CLOSED),
    is_default: false,
    metadata: mergeMetadata({}, params.metadata),
    name: updated(params.name, null),
    _products: productsOf(account, params.features.subscription_update, []),
  })
}

/** What the dashboard's settings hold once somebody has saved them as they are offered. */
const OFFERED: PortalConfiguration['features'] = {
  ...CLOSED,
  customer_update: { allowed_updates: ['email', 'name', 'address', 'phone'], enabled: true },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: { ...CLOSED.subscription_cancel, enabled: true },
}

/** The configuration of sessions that name none; made when first needed, as nobody here can save settings. */
export const defaultConfiguration = (account: Account): PortalConfiguration => {
  const [found] = account.all('billing_portal.configuration').newest([{ index: 'default', value: 'yes' }])
  return found ?? newConfiguration(account, { features: OFFERED, is_default: true })
}
