import { router } from '../kernel/procedures.ts'
import { auditRouter } from '../features/audit-log/router.ts'
import { mirrorRouter } from '../features/mirror/router.ts'
import { searchRouter } from '../features/search/router.ts'
import { staffRouter } from '../features/staff/router.ts'
import { subscriptionsRouter } from '../features/subscriptions/router.ts'
import { teamsRouter } from '../features/teams/router.ts'
import { systemRouter } from './system-router.ts'

/** The whole staff API. The renderer imports its type and nothing else of the server. */
export const appRouter = router({
  audit: auditRouter,
  mirror: mirrorRouter,
  search: searchRouter,
  staff: staffRouter,
  subscriptions: subscriptionsRouter,
  system: systemRouter,
  teams: teamsRouter,
})

export type AppRouter = typeof appRouter
