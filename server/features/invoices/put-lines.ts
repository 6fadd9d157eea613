import { z } from 'zod'
import type { Step, StepContext } from '../executions/index.ts'
import type { DraftInput } from './read-draft-input.ts'

const draftSchema = z.object({ invoice: z.string() })
const draftOf = ({ results }: StepContext<DraftInput>): string => draftSchema.parse(results['draft']).invoice

/** All of them in one call, so that there is never half an invoice. */
export const putLines: Step<DraftInput> = {
  name: 'lines',
  movesMoney: false,
  perform: async (context, key) => {
    const { currency, lines } = context.input
    const wanted = lines.map(({ unitAmount, ...line }) => ({
      ...line,
      unitAmount: { amount: unitAmount, currency },
      period: null,
    }))
    const { total } = await context.kernel.stripe.addLines(draftOf(context), wanted, key)
    return { total }
  },
  find: async (context) => {
    const document = await context.kernel.stripe.readInvoiceDocument(draftOf(context))
    // One that somebody took out again at Stripe was put there all the same: the comparison shows it.
    const isThere = document?.lines.some(({ number }) => number !== null) === true
    return isThere ? { is: 'found', result: { total: document.total } } : { is: 'absent' }
  },
}
