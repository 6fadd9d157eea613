import type { Kernel } from '../../kernel/context.ts'
import { askAboutLink } from './ask-about-link.ts'
import { claimLink, listDue } from './store.ts'

/** One call each; Stripe allows 25 a second. */
const MOST_AT_ONCE = 50

/**
 * Asks Stripe what became of open purchase links that nobody asked about since `before`. Each is taken by one replica, and
 * one that Stripe can't tell of waits for the next round behind the others.
 */
export const refreshLinks = async (kernel: Kernel, before: number): Promise<number> => {
  let asked = 0
  for (const row of await listDue(kernel.db, before, MOST_AT_ONCE)) {
    if (!(await claimLink(kernel.db, row, kernel.clock.now()))) continue
    await askAboutLink(kernel, row)
    asked += 1
  }
  return asked
}
