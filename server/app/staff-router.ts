import { AppError } from '../kernel/errors.ts'
import { router } from '../kernel/procedures.ts'
import {
  approverKeysRouter,
  createApprovalsRouter,
  policyRouter,
  powerRouter,
  resolutionsRouter,
  type ProveAgain,
} from '../features/approvals/router.ts'
import { auditRouter } from '../features/audit-log/router.ts'
import { proveSubject, verifyTicket } from '../features/cases/index.ts'
import { casesRouter } from '../features/cases/router.ts'
import { proveUnknown } from '../features/coupons/index.ts'
import { campaignsRouter, couponsRouter, stacksRouter } from '../features/coupons/router.ts'
import { creditsRouter } from '../features/credits/router.ts'
import { licensesRouter } from '../features/license-desk/router.ts'
import { driftRouter } from '../features/drift/router.ts'
import { linksRouter } from '../features/links/router.ts'
import { invoicesRouter } from '../features/invoices/router.ts'
import { mailRouter } from '../features/mail/router.ts'
import { meteringRouter } from '../features/metering/router.ts'
import { mirrorRouter } from '../features/mirror/router.ts'
import { receivablesRouter } from '../features/receivables/router.ts'
import { quotesRouter } from '../features/quotes/router.ts'
import { searchRouter } from '../features/search/router.ts'
import { staffRouter } from '../features/staff/router.ts'
import { subscriptionsRouter } from '../features/subscriptions/router.ts'
import { contractsRouter, tenantsRouter } from '../features/tenants/router.ts'
import { createTeamsRouter } from '../features/teams/router.ts'
import { webhooksRouter } from '../features/webhooks/router.ts'
import { ACTIONS } from './actions.ts'
import { systemRouter } from './system-router.ts'

const proveAgain: ProveAgain = (kernel, { ticket, customerStripeId, teamId }) => {
  if (ticket === null) throw new AppError('TEAM_NOT_PROVEN')
  if (customerStripeId === null && teamId !== null) return proveUnknown(kernel, { ticket, teamId })
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return proveSubject(kernel, { ticket, customerStripeId })
}

/** The whole staff API. The renderer imports its type and nothing else of the server. */
export const appRouter = router({
  approvals: createApprovalsRouter({ actions: ACTIONS, proveAgain }),
  approverKeys: approverKeysRouter,
  audit: auditRouter,
  campaigns: campaignsRouter,
  cases: casesRouter,
  coupons: couponsRouter,
  credits: creditsRouter,
  drift: driftRouter,
  invoices: invoicesRouter,
  licenses: licensesRouter,
  links: linksRouter,
  mail: mailRouter,
  metering: meteringRouter,
  mirror: mirrorRouter,
  policy: policyRouter,
  power: powerRouter,
  resolutions: resolutionsRouter,
  receivables: receivablesRouter,
  quotes: quotesRouter,
  search: searchRouter,
  stacks: stacksRouter,
  staff: staffRouter,
  subscriptions: subscriptionsRouter,
  system: systemRouter,
  teams: createTeamsRouter(verifyTicket),
  tenants: tenantsRouter,
  contracts: contractsRouter,
  webhooks: webhooksRouter,
})

export type AppRouter = typeof appRouter
