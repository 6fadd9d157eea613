import type { Stripe } from 'stripe'
import { seededText } from '../../store/ids.ts'
import type { PortalSession } from '../../store/kinds.ts'
import { missingParam } from '../../wire/errors.ts'
import { type Call, type Route, route } from '../../wire/route.ts'

const SECRET_LENGTH = 32

/** The page knows one configuration: see subscriptions, cancel them, change the card. */
const create = ({ account }: Call, params: Stripe.BillingPortal.SessionCreateParams): PortalSession => {
  if (params.customer === undefined) throw missingParam('customer')
  const customer = account.need('customer', params.customer, 'customer')
  const id = account.ids.next('billing_portal.session')
  const session: PortalSession = {
    id,
    object: 'billing_portal.session',
    configuration: `bpc_1${seededText(account.ids.seed, 'portal configuration', 23)}`,
    created: account.now,
    customer: customer.id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: params.return_url ?? null,
    url: `${account.host.baseUrl()}/p/session/${account.id}/${id}${account.ids.text('portal_secret', SECRET_LENGTH)}`,
  }
  return account.create('billing_portal.session', session, 'billing_portal.session.created')
}

export const portalSessionRoutes: readonly Route[] = [
  route<Stripe.BillingPortal.SessionCreateParams>('POST', '/v1/billing_portal/sessions', {
    resource: 'billing_portal_session',
    operation: 'create',
    supports: ['customer', 'return_url'],
    handle: create,
  }),
]
