import { createHashHistory, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { parseSearchText, writeSearchText } from '../lib/search-text.ts'
import { instance, license, licenses } from './license-routes.ts'
import { StartPage } from './pages/start-page.tsx'
import { root } from './root-route.ts'
import * as params from './search-params.ts'
import { TEAM_ROUTES } from './team-routes.ts'

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage })

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: params.verifySearchSchema,
  component: lazyRouteComponent(() => import('./pages/verify-page.tsx'), 'VerifyPage'),
})

const teams = createRoute({
  getParentRoute: () => root,
  path: '/teams',
  validateSearch: params.teamsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/teams-page.tsx'), 'TeamsPage'),
})

const firstLink = createRoute({
  getParentRoute: () => root,
  path: '/purchase-link',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/first-link-page.tsx'), 'FirstLinkPage'),
})

const sharedCode = createRoute({
  getParentRoute: () => root,
  path: '/shared-code',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/shared-code-page.tsx'), 'SharedCodePage'),
})

const invoices = createRoute({
  getParentRoute: () => root,
  path: '/invoices',
  validateSearch: params.invoicesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/invoices-page.tsx'), 'InvoicesPage'),
})

const newInvoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/new',
  validateSearch: params.newInvoiceSearchSchema,
  component: lazyRouteComponent(() => import('./pages/new-invoice-page.tsx'), 'NewInvoicePage'),
})

const invoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/$id',
  validateSearch: params.invoiceSearchSchema,
  component: lazyRouteComponent(() => import('./pages/invoice-page.tsx'), 'InvoicePage'),
})

const coupons = createRoute({
  getParentRoute: () => root,
  path: '/coupons',
  validateSearch: params.couponsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/coupons-page.tsx'), 'CouponsPage'),
})

const campaign = createRoute({
  getParentRoute: () => root,
  path: '/coupons/campaign',
  component: lazyRouteComponent(() => import('./pages/campaign-page.tsx'), 'CampaignPage'),
})

const receivables = createRoute({
  getParentRoute: () => root,
  path: '/receivables',
  validateSearch: params.receivablesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/receivables-page.tsx'), 'ReceivablesPage'),
})

const closing = createRoute({
  getParentRoute: () => root,
  path: '/receivables/close/$invoiceStripeId',
  validateSearch: params.closingSearchSchema,
  component: lazyRouteComponent(() => import('./pages/closing-page.tsx'), 'ClosingPage'),
})

const statement = createRoute({
  getParentRoute: () => root,
  path: '/receivables/statement/$customerStripeId',
  validateSearch: params.statementSearchSchema,
  component: lazyRouteComponent(() => import('./pages/statement-page.tsx'), 'StatementPage'),
})

const quotes = createRoute({
  getParentRoute: () => root,
  path: '/quotes',
  validateSearch: params.quotesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/quotes-page.tsx'), 'QuotesPage'),
})

const newQuote = createRoute({
  getParentRoute: () => root,
  path: '/quotes/new',
  component: lazyRouteComponent(() => import('./pages/quote-form-page.tsx'), 'NewQuotePage'),
})

const editQuote = createRoute({
  getParentRoute: () => root,
  path: '/quotes/$quoteId/edit',
  component: lazyRouteComponent(() => import('./pages/quote-form-page.tsx'), 'EditQuotePage'),
})

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: params.approvalsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/approvals-page.tsx'), 'ApprovalsPage'),
})

const policy = createRoute({
  getParentRoute: () => root,
  path: '/policy',
  component: lazyRouteComponent(() => import('./pages/policy-page.tsx'), 'PolicyPage'),
})

const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: params.casesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/cases-page.tsx'), 'CasesPage'),
})

const ticketCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$ticket',
  component: lazyRouteComponent(() => import('./pages/case-page.tsx'), 'CasePage'),
})

const contract = createRoute({
  getParentRoute: () => root,
  path: '/tenants/contract',
  validateSearch: params.contractSearchSchema,
  component: lazyRouteComponent(() => import('./pages/contract-page.tsx'), 'ContractPage'),
})

const tenants = createRoute({
  getParentRoute: () => root,
  path: '/tenants',
  validateSearch: params.tenantsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/tenants-page.tsx'), 'TenantsPage'),
})

const drift = createRoute({
  getParentRoute: () => root,
  path: '/drift',
  validateSearch: params.driftSearchSchema,
  component: lazyRouteComponent(() => import('./pages/drift-page.tsx'), 'DriftPage'),
})

const metering = createRoute({
  getParentRoute: () => root,
  path: '/metering',
  validateSearch: params.meteringSearchSchema,
  component: lazyRouteComponent(() => import('./pages/metering-page.tsx'), 'MeteringPage'),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  validateSearch: params.webhooksSearchSchema,
  component: lazyRouteComponent(() => import('./pages/webhooks-page.tsx'), 'WebhooksPage'),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: params.auditSearchSchema,
  component: lazyRouteComponent(() => import('./pages/audit-page.tsx'), 'AuditPage'),
})

const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  validateSearch: params.staffSearchSchema,
  component: lazyRouteComponent(() => import('./pages/staff-page.tsx'), 'StaffPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: params.settingsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/settings-page.tsx'), 'SettingsPage'),
})

export const createDeskRouter = () =>
  createRouter({
    routeTree: root.addChildren([
      start,
      verify,
      approvals,
      cases,
      ticketCase,
      teams,
      ...TEAM_ROUTES,
      policy,
      firstLink,
      sharedCode,
      receivables,
      closing,
      statement,
      invoices,
      newInvoice,
      invoice,
      coupons,
      campaign,
      quotes,
      newQuote,
      editQuote,
      licenses,
      license,
      instance,
      tenants,
      contract,
      metering,
      drift,
      webhooks,
      audit,
      staff,
      settings,
    ]),
    history: createHashHistory(),
    parseSearch: parseSearchText,
    stringifySearch: writeSearchText,
    defaultPreload: 'intent',
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>
  }
}
