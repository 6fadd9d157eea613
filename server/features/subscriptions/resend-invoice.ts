import type { HelpResult } from '@countersign/shared/features/billing-edits'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { giveHelp, type HelpAsked } from './give-help.ts'
import { sentHelp } from './help-rules.ts'

/** Has Stripe mail an open or paid invoice again. */
export const resendInvoice = (
  kernel: Kernel,
  by: { readonly actor: StaffActor; readonly requestId: string },
  asked: HelpAsked,
): Promise<HelpResult> =>
  giveHelp(kernel, by, asked, {
    action: 'invoice.resend',
    refusal: ({ status }) => (status === 'open' || status === 'paid' ? null : status),
    give: async (invoiceStripeId, key) => {
      await kernel.stripe.sendInvoice(invoiceStripeId, key)
      return sentHelp(kernel.settings.mode)
    },
  })
