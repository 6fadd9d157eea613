import { AppError } from '../kernel/errors.ts'
import { router } from '../kernel/procedures.ts'
import {
  approverKeysRouter,
  createApprovalsRouter,
  policyRouter,
  powerRouter,
  type ProveAgain,
} from '../features/approvals/router.ts'
import { auditRouter } from '../features/audit-log/router.ts'
import { proveSubject } from '../features/cases/index.ts'
import { stacksRouter } from '../features/coupons/router.ts'
import { creditsRouter } from '../features/credits/router.ts'
import { mailRouter } from '../features/mail/router.ts'
import { mirrorRouter } from '../features/mirror/router.ts'
import { searchRouter } from '../features/search/router.ts'
import { staffRouter } from '../features/staff/router.ts'
import { subscriptionsRouter } from '../features/subscriptions/router.ts'
import { teamsRouter } from '../features/teams/router.ts'
import { ACTIONS } from './actions.ts'
import { systemRouter } from './system-router.ts'

const proveAgain: ProveAgain = (kernel, { ticket, customerStripeId }) => {
  if (ticket === null || customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return proveSubject(kernel, { ticket, customerStripeId })
}

/** The whole staff API. The renderer imports its type and nothing else of the server. */
export const appRouter = router({
  approvals: createApprovalsRouter({ actions: ACTIONS, proveAgain }),
  approverKeys: approverKeysRouter,
  audit: auditRouter,
  credits: creditsRouter,
  mail: mailRouter,
  mirror: mirrorRouter,
  policy: policyRouter,
  power: powerRouter,
  search: searchRouter,
  stacks: stacksRouter,
  staff: staffRouter,
  subscriptions: subscriptionsRouter,
  system: systemRouter,
  teams: teamsRouter,
})

export type AppRouter = typeof appRouter
