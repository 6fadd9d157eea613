import { z } from 'zod'
import { assert } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { Step, StepContext } from '../executions/index.ts'
import { quoteMark } from './draft-rules.ts'
import type { DraftInput } from './read-draft-input.ts'

const STEP = 'draft'

const customerSchema = z.object({ customer: z.string() })

const customerOf = ({ input: { customer }, results }: StepContext<DraftInput>): string =>
  customer.kind === 'existing' ? customer.customerStripeId : customerSchema.parse(results['customer']).customer

/** Without lines, and without what is pending for the customer: nothing is on it that nobody chose. */
export const makeDraft: Step<DraftInput> = {
  name: STEP,
  movesMoney: false,
  perform: async (context, key) => {
    const { kernel, executionId, input } = context
    const { ticket, team, currency, daysUntilDue, methods, memo, customFields, taxRateStripeIds } = input
    const mark = { request: executionId, step: STEP, ticket, team: team.id, reason: null }
    const document = await kernel.stripe.createDraft(
      {
        customerStripeId: customerOf(context),
        currency,
        daysUntilDue,
        methods,
        memo,
        customFields,
        taxRateStripeIds,
        metadata: { ...requestMetadata(mark), ...quoteMark(input) },
      },
      key,
    )
    return { invoice: document.stripeId }
  },
  find: async (context) => {
    const { kernel, executionId: requestId, input } = context
    const found = await kernel.stripe.findInvoicesByRequest(customerOf(context), { requestId, since: input.begunAt })
    assert(found.length < 2, `two drafts of one drafting: ${requestId}`)
    const [document] = found
    return document ? { is: 'found', result: { invoice: document.stripeId } } : { is: 'absent' }
  },
}
