import { AppError } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { Step } from '../executions/index.ts'
import { findRival } from './find-rival.ts'
import type { DraftInput } from './read-draft-input.ts'

const STEP = 'customer'

/** With the team's id in its metadata, which proves the team from then on. */
export const makeCustomer: Step<DraftInput> = {
  name: STEP,
  movesMoney: false,
  isNeeded: ({ input }) => input.customer.kind === 'new',
  perform: async ({ kernel, executionId, input: { customer, team, ticket, currency } }, key) => {
    if (customer.kind !== 'new') return null
    const rival = await findRival(kernel, { teamId: team.id, currency, executionId })
    if (rival !== null) throw new AppError('CUSTOMER_KNOWN', { data: { customer: rival } })
    const { name, email, address } = customer
    const mark = requestMetadata({ request: executionId, step: STEP, ticket, team: null, reason: null })
    const proof = team.id === null ? {} : { [team.key]: team.id }
    const made = await kernel.stripe.createCustomer({ name, email, address, metadata: { ...mark, ...proof } }, key)
    return { customer: made.stripeId }
  },
  find: async ({ kernel, executionId, input: { customer } }) => {
    if (customer.kind !== 'new') return { is: 'absent' }
    const found = await kernel.stripe.findCustomerByRequest(customer.email, executionId)
    return found === null ? { is: 'absent' } : { is: 'found', result: { customer: found } }
  },
}
