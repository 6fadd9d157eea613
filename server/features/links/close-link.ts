import type { OpenedLink } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { askAboutLink } from './ask-about-link.ts'
import type { By } from './begin-link.ts'
import { noteCheckout } from './note-checkout.ts'
import { needLink } from './need-link.ts'
import { readLink } from './read-link.ts'

/** Takes an open purchase link back: its page ends at Stripe. Refuses with NOT_FOUND and LINK_NOT_OPEN. */
export const closeLink = async (kernel: Kernel, by: By, id: string): Promise<OpenedLink> => {
  const row = await needLink(kernel, id)
  if (row.kind !== 'checkout') throw new AppError('LINK_NOT_OPEN')
  const state = await askAboutLink(kernel, row)
  if (state?.status !== 'open') throw new AppError('LINK_NOT_OPEN')
  const closed = await kernel.stripe.expireCheckout(state.stripeId, `purchase-link/${id}/close`)
  await inTransaction(kernel.db, (tx) => noteCheckout(tx, closed, { at: kernel.clock.now(), by }))
  return readLink(kernel, id)
}
