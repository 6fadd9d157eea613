import type { Kernel } from '../../kernel/context.ts'
import type { Check, ExecutionPlan, Step } from '../executions/index.ts'
import { closeDraft } from './close-draft.ts'
import { discardPrevious } from './discard-previous.ts'
import { DRAFT_KIND } from './draft-rules.ts'
import { findRival } from './find-rival.ts'
import { type DraftInput, readDraftInput } from './read-draft-input.ts'
import { makeCustomer } from './make-customer.ts'
import { makeDraft } from './make-draft.ts'
import { putLines } from './put-lines.ts'
import { findInvoice } from './store.ts'

const check = async (kernel: Kernel, execution: { id: string; input: string }): Promise<Check> => {
  const { manualInvoiceId, customer, team, currency } = readDraftInput(execution)
  const row = await findInvoice(kernel.db, manualInvoiceId)
  if (row?.state !== 'drafting' || row.executionId !== execution.id)
    return { is: 'stop', value: 'The invoice is not being drafted any more.' }
  if (customer.kind === 'new') {
    const rival = await findRival(kernel, { teamId: team.id, currency, executionId: execution.id })
    return rival === null ? { is: 'go' } : { is: 'stop', value: `The team has a customer at Stripe by now: ${rival}.` }
  }
  const live = await kernel.stripe.readCandidate(customer.customerStripeId)
  return live ? { is: 'go' } : { is: 'stop', value: 'The customer isn’t at Stripe any more.' }
}

/** The steps are given their input by `readInput` alone, which checks it. */
const erase = (step: Step<DraftInput>): Step => step as Step

/** A draft at Stripe, exactly one: whatever is lost on the way, the next round goes on or adopts. Nobody approves it. */
export const draftPlan: ExecutionPlan = {
  kind: DRAFT_KIND,
  readInput: async (_kernel, execution) => readDraftInput(execution),
  check,
  steps: [discardPrevious, makeCustomer, makeDraft, putLines].map(erase),
  open: async () => {},
  close: (kernel, tx, execution, end) => closeDraft(kernel, tx, { execution, input: readDraftInput(execution), end }),
}
