import {
  type BillingEditPayload,
  billingEditPayloadSchema,
  type BillingFacts,
  billingFactsSchema,
} from '@countersign/shared/features/billing-edits'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { type ActionInput, defineAction, type Subject } from '../approvals/index.ts'
import type { Found, StepContext } from '../executions/index.ts'
import {
  addressWords,
  billingLines,
  billingWarnings,
  changesNothing,
  identityChange,
  metadataChanges,
  missingTaxIds,
  presentTaxIds,
} from './billing-rules.ts'
import { readBilling } from './read-billing.ts'

type Context = StepContext<ActionInput<BillingEditPayload, BillingFacts>>

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: BillingEditPayload },
): Promise<BillingFacts> => {
  const facts = await readBilling(kernel, subject, payload.metadata)
  if (changesNothing(payload, facts)) throw new AppError('BILLING_UNCHANGED')
  return facts
}

const found = (isThere: boolean): Found => (isThere ? { is: 'found', result: {}, isOurs: false } : { is: 'absent' })

const identityOf = ({ input: { payload, facts } }: Context) => identityChange(payload, facts.identity)
const removedOf = ({ input: { payload, facts } }: Context) => presentTaxIds(payload, facts.taxIds)
const addedOf = ({ input: { payload, facts } }: Context) => missingTaxIds(payload, facts.taxIds)
const metadataOf = ({ input: { payload, facts } }: Context) => metadataChanges(payload, facts)
const customerOf = ({ input: { facts } }: Context): string => facts.customerStripeId

/** What is there already isn't made a second time, whichever attempt made it. */
const addTaxIds = async (context: Context, key: string): Promise<{ taxIds: string[] }> => {
  const { stripe } = context.kernel
  const customerStripeId = customerOf(context)
  const missing = missingTaxIds(context.input.payload, await stripe.listTaxIds(customerStripeId))
  const made = []
  for (const { type, value } of missing) {
    const at = context.input.payload.addTaxIds.findIndex((one) => one.type === type && one.value === value)
    const { stripeId } = await stripe.createTaxId({ customerStripeId, type, value }, `${key}/${at}`)
    made.push(stripeId)
  }
  return { taxIds: made }
}

const removeTaxIds = async (context: Context, key: string): Promise<{ taxIds: string[] }> => {
  const customerStripeId = customerOf(context)
  const ids = removedOf(context).map(({ stripeId }) => stripeId)
  for (const taxIdStripeId of ids)
    await context.kernel.stripe.deleteTaxId({ customerStripeId, taxIdStripeId }, `${key}/${taxIdStripeId}`)
  return { taxIds: ids }
}

const editMetadata = async (context: Context, key: string): Promise<{ objects: string[] }> => {
  const customer = customerOf(context)
  const byObject = Map.groupBy(metadataOf(context), ({ objectStripeId }) => objectStripeId)
  for (const [stripeId, changes] of byObject) {
    const named = Object.fromEntries(changes.map((change) => [change.key, change.after]))
    const on = stripeId === customer ? 'customer' : 'subscription'
    await context.kernel.stripe.updateMetadata({ on, stripeId, changes: named }, `${key}/${stripeId}`)
  }
  return { objects: [...byObject.keys()] }
}

const readNow = ({ kernel, input: { subject, payload } }: Context) =>
  readBilling(kernel, subject, payload.metadata, false)

/** Who is billed: name, e-mail, address, tax ids, and metadata of the team. */
export const editBilling = defineAction<BillingEditPayload, BillingFacts>({
  kind: 'billing.edit',
  payload: billingEditPayloadSchema,
  facts: billingFactsSchema,
  readFacts,
  binding: ({ subject, identity, taxIds, metadata }, payload) => ({
    'Team ids in Stripe': subject.teamIds.join(', '),
    ...(payload.name === null ? {} : { Name: identity.name ?? '' }),
    ...(payload.email === null ? {} : { 'Billing e-mail': identity.email ?? '' }),
    ...(payload.address === null ? {} : { Address: addressWords(identity.address) }),
    'Tax ids': taxIds
      .map(({ type, value }) => `${type} ${value}`)
      .toSorted()
      .join(', '),
    ...Object.fromEntries(metadata.map((one) => [`Metadata ${one.key} of ${one.objectStripeId}`, one.value ?? ''])),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: (payload, facts) => ({
    title: 'Edit of who is billed',
    lines: billingLines(payload, facts),
    history: [],
    warnings: billingWarnings(payload, facts),
    customerReceives: null,
  }),
  steps: [
    {
      name: 'identity',
      movesMoney: false,
      isNeeded: (context) => Object.keys(identityOf(context)).length > 0,
      perform: async (context, key) => {
        const change = { customerStripeId: customerOf(context), ...identityOf(context) }
        await context.kernel.stripe.updateCustomerBilling(change, key)
        // Names of what changed, never the values: this becomes part of the log.
        return { changed: Object.keys(identityOf(context)) }
      },
      find: async (context) => {
        const { identity } = await readNow(context)
        return found(Object.keys(identityChange(context.input.payload, identity)).length === 0)
      },
    },
    {
      name: 'remove-tax-ids',
      movesMoney: false,
      writesSeveral: true,
      isNeeded: (context) => removedOf(context).length > 0,
      perform: removeTaxIds,
      find: async (context) => {
        const { taxIds } = await readNow(context)
        return found(presentTaxIds(context.input.payload, taxIds).length === 0)
      },
    },
    {
      name: 'add-tax-ids',
      movesMoney: false,
      writesSeveral: true,
      isNeeded: (context) => addedOf(context).length > 0,
      perform: addTaxIds,
      find: async (context) => {
        const { taxIds } = await readNow(context)
        return found(missingTaxIds(context.input.payload, taxIds).length === 0)
      },
    },
    {
      // Last: it may be what proves the team.
      name: 'metadata',
      movesMoney: false,
      writesSeveral: true,
      isNeeded: (context) => metadataOf(context).length > 0,
      perform: editMetadata,
      find: async (context) => {
        const facts = await readNow(context)
        return found(metadataChanges(context.input.payload, facts).length === 0)
      },
    },
  ],
})
