import {
  isEnded,
  type BalanceEntry,
  type Customer,
  type Invoice,
  type NextInvoice,
  type Subscription,
  type TeamPage,
} from '@countersign/shared/features/subscriptions'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { listPastRequests } from '../approvals/index.ts'
import { readOpenProof } from '../cases/index.ts'
import { listVerifications } from '../teams/index.ts'
import { type Part, valueOf } from './part-rules.ts'
import { readPart } from './read-part.ts'
import { readPurchases } from './read-purchases.ts'
import { recordOpening } from './record-opening.ts'
import { describeSubscriptions, supportPriorityOf } from './subscription-rules.ts'
import { composeTimeline, type TimelineSources } from './timeline-rules.ts'

type Deps = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'log' | 'settings'>

export interface TeamPageInput {
  readonly customerStripeId: string
  /** The team as whose page it is opened; without it, the customer's own metadata says. */
  readonly teamId: string | null
  readonly ticket: string | null
}

interface Parts {
  readonly customer: Part<Customer | null>
  readonly subscriptions: Part<Subscription[]>
  readonly nextInvoices: Part<NextInvoice[]>
  readonly invoices: Part<{ invoices: Invoice[]; hasMore: boolean }>
  readonly balance: Part<{ entries: BalanceEntry[]; hasMore: boolean }>
}

/** null = Stripe knows no such customer, or it was deleted. */
const readCustomerPart = (deps: Deps, customerStripeId: string): Promise<Part<Customer | null>> =>
  readPart(deps, { customerStripeId, part: 'customer', read: () => deps.stripe.readCustomer(customerStripeId) })

const readSubscriptionsPart = (deps: Deps, customerStripeId: string, teamId: string): Promise<Part<Subscription[]>> =>
  readPart(deps, {
    customerStripeId,
    part: `subscriptions:${teamId}`,
    read: async () =>
      describeSubscriptions(await deps.stripe.listSubscriptions(customerStripeId), deps.settings.teamKeys, teamId),
  })

const previewAll = async (
  deps: Deps,
  customerStripeId: string,
  rows: readonly Subscription[],
): Promise<NextInvoice[]> => {
  const running = rows.filter((row) => !isEnded(row) && row.status !== 'incomplete')
  const previews = await Promise.all(
    running.map((row) => deps.stripe.previewNextInvoice(customerStripeId, row.stripeId)),
  )
  return previews.filter((preview) => preview !== null)
}

const readNextPart = async (
  deps: Deps,
  customerStripeId: string,
  subscriptions: Part<Subscription[]>,
): Promise<Part<NextInvoice[]>> => {
  if (subscriptions.state === 'failed') return subscriptions
  const read = () => previewAll(deps, customerStripeId, subscriptions.value)
  return readPart(deps, { customerStripeId, part: 'next-invoices', read })
}

const readInvoicesPart = (deps: Deps, customerStripeId: string): Promise<Parts['invoices']> =>
  readPart(deps, {
    customerStripeId,
    part: 'invoices',
    read: async () => {
      const page = await deps.stripe.listInvoices(customerStripeId)
      return { invoices: [...page.rows], hasMore: page.hasMore }
    },
  })

const readBalancePart = (deps: Deps, customerStripeId: string): Promise<Parts['balance']> =>
  readPart(deps, {
    customerStripeId,
    part: 'balance',
    read: async () => {
      const page = await deps.stripe.listBalanceEntries(customerStripeId)
      return { entries: [...page.rows], hasMore: page.hasMore }
    },
  })

const teamIdOf = (customer: Part<Customer | null>, teamKeys: readonly string[]): string => {
  const metadata = valueOf(customer)?.metadata ?? {}
  return teamKeys.map((key) => metadata[key]).find((value) => value) ?? ''
}

/** Everything at once; only a page that was opened without a team id has to wait for the customer's metadata. */
const readParts = async (deps: Deps, input: TeamPageInput): Promise<Parts & { teamId: string }> => {
  const { customerStripeId } = input
  const reading = readCustomerPart(deps, customerStripeId)
  const naming = input.teamId === null ? reading.then((part) => teamIdOf(part, deps.settings.teamKeys)) : input.teamId
  const subscribing = Promise.resolve(naming).then((teamId) => readSubscriptionsPart(deps, customerStripeId, teamId))
  const [teamId, customer, subscriptions, nextInvoices, invoices, balance] = await Promise.all([
    naming,
    reading,
    subscribing,
    subscribing.then((part) => readNextPart(deps, customerStripeId, part)),
    readInvoicesPart(deps, customerStripeId),
    readBalancePart(deps, customerStripeId),
  ])
  return { teamId, customer, subscriptions, nextInvoices, invoices, balance }
}

/** The part as the page shows it, or null when Stripe says that there is no such customer. */
const foundIn = (part: Part<Customer | null>): Part<Customer> | null => {
  if (part.state === 'failed') return part
  return part.value === null ? null : { ...part, value: part.value }
}

const sourcesOf = (read: Parts): Omit<TimelineSources, 'verifications' | 'requests' | 'purchases'> => ({
  invoices: valueOf(read.invoices)?.invoices ?? [],
  balance: valueOf(read.balance)?.entries ?? [],
  subscriptions: valueOf(read.subscriptions) ?? [],
})

/**
 * Everything about one team's customer, asked live; each part says when it was read and from where. Nothing is shown
 * before the opening is in the log. Refuses with NOT_FOUND, which is in the log too.
 */
export const readTeamPage = async (
  deps: Deps,
  actor: StaffActor,
  input: TeamPageInput,
  requestId: string,
): Promise<TeamPage> => {
  const { customerStripeId } = input
  const [read, proof, verifications, requests, purchases] = await Promise.all([
    readParts(deps, input),
    readOpenProof(deps, input),
    listVerifications(deps, { customerStripeId }, 50),
    listPastRequests(deps, { customerStripeId, since: toIso(0) }),
    readPurchases(deps, customerStripeId),
  ])
  const customer = foundIn(read.customer)
  const opening = {
    outcome: customer ? 'done' : 'refused',
    name: customer && (valueOf(customer)?.name ?? null),
  } as const
  await recordOpening(deps, { actor, requestId }, { ...input, ...opening, details: { team: input.teamId } })
  if (!customer) throw new AppError('NOT_FOUND', { data: { customerStripeId } })
  return {
    customerStripeId,
    proof,
    ...read,
    customer,
    supportPriority: supportPriorityOf(valueOf(read.subscriptions) ?? []),
    timeline: composeTimeline({ ...sourcesOf(read), verifications, requests, purchases }, toIso(deps.clock.now())),
  }
}
