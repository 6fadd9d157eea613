import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { PortalConfiguration, PortalSession } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { defaultConfiguration } from '../portal-configurations/create-configuration.ts'
import { flowOf } from './session-flow.ts'

const SECRET_LENGTH = 32

const configurationOf = (account: Account, id: string | undefined): PortalConfiguration => {
  if (id === undefined) return defaultConfiguration(account)
  const found = account.need('billing_portal.configuration', id, 'configuration')
  if (!found.active)
    throw invalidRequest(`The configuration ${id} is inactive and cannot be used for sessions.`, {
      param: 'configuration',
    })
  return found
}

const create = ({ account }: Call, params: Stripe.BillingPortal.SessionCreateParams): PortalSession => {
  if (params.customer === undefined) throw missingParam('customer')
  const { id: customer } = account.need('customer', params.customer, 'customer')
  const configuration = configurationOf(account, params.configuration)
  const flow = flowOf({ account, customer, configuration }, params.flow_data)
  const id = account.ids.next('billing_portal.session')
  const session: PortalSession = {
    id,
    object: 'billing_portal.session',
    configuration: configuration.id,
    created: account.now,
    customer,
    customer_account: null,
    flow,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${account.host.baseUrl()}/p/session/${account.id}/${id}${account.ids.text('portal_secret', SECRET_LENGTH)}`,
  }
  return account.create('billing_portal.session', session, 'billing_portal.session.created')
}

const FLOW = [
  'after_completion',
  'subscription_cancel.subscription',
  'subscription_update',
  'subscription_update_confirm',
  'type',
].map((name) => `flow_data.${name}`)

export const portalSessionRoutes: readonly Route[] = [
  route<Stripe.BillingPortal.SessionCreateParams>('POST', '/v1/billing_portal/sessions', {
    resource: 'billing_portal_session',
    operation: 'create',
    supports: ['configuration', 'customer', ...FLOW, 'return_url'],
    handle: create,
  }),
]
