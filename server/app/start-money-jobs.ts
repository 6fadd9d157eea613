import { expireRequests } from '../features/approvals/index.ts'
import { refreshLiability } from '../features/coupons/index.ts'
import { startExecutionJobs } from '../features/executions/index.ts'
import { startLinkJobs } from '../features/links/index.ts'
import { startQuoteJobs } from '../features/quotes/index.ts'
import type { Kernel } from '../kernel/context.ts'
import { repeatJob } from '../kernel/repeat-job.ts'
import { PLANS } from './actions.ts'

const EXPIRE_EVERY_MS = 30_000
const COUPONS_EVERY_MS = 60_000
/** How old what is known of a coupon may become before Stripe is asked again. */
const COUPONS_KNOWN_MS = 10 * 60_000

/** Carries out what is approved and closes what nobody decided in time. Every replica runs them. */
export const startMoneyJobs = (kernel: Kernel): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const { signal } = stopping
  const executions = startExecutionJobs(kernel, PLANS)
  const links = startLinkJobs(kernel)
  const quotes = startQuoteJobs(kernel)
  const expiry = repeatJob({ what: 'expiry of requests', everyMs: EXPIRE_EVERY_MS, signal, log: kernel.log }, () =>
    expireRequests(kernel),
  )
  const coupons = repeatJob({ what: 'standing of coupons', everyMs: COUPONS_EVERY_MS, signal, log: kernel.log }, () =>
    refreshLiability(kernel, kernel.clock.now() - COUPONS_KNOWN_MS),
  )
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([executions.stop(), links.stop(), quotes.stop(), expiry, coupons])
    },
  }
}
