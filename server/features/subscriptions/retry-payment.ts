import type { HelpResult } from '@countersign/shared/features/billing-edits'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { giveHelp, type HelpAsked } from './give-help.ts'
import { paidHelp } from './help-rules.ts'

/** Has Stripe try to collect an open invoice once more, with the payment method that is there. */
export const retryPayment = (
  kernel: Kernel,
  by: { readonly actor: StaffActor; readonly requestId: string },
  asked: HelpAsked,
): Promise<HelpResult> =>
  giveHelp(kernel, by, asked, {
    action: 'invoice.retry',
    refusal: ({ status }) => (status === 'open' ? null : status),
    give: async (invoiceStripeId, key) => paidHelp(await kernel.stripe.payInvoice(invoiceStripeId, key)),
  })
