import type { Step } from '../executions/index.ts'
import type { DraftInput } from './read-draft-input.ts'

/** First of all: with it gone, nobody can send the old one beside the new. Refused when it is no draft any more. */
export const discardPrevious: Step<DraftInput> = {
  name: 'discard-previous',
  movesMoney: false,
  isNeeded: ({ input }) => input.previousStripeId !== null,
  perform: async ({ kernel, input }, key) => {
    const invoice = input.previousStripeId ?? ''
    await kernel.stripe.deleteDraft(invoice, key)
    return { deleted: invoice }
  },
  find: async ({ kernel, input }) => {
    const deleted = input.previousStripeId ?? ''
    const live = await kernel.stripe.readInvoiceDocument(deleted)
    return live === null ? { is: 'found', result: { deleted } } : { is: 'absent' }
  },
}
