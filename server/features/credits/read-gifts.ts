import { isEnded } from '@countersign/shared/features/subscriptions'
import { toIso, YEAR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { listPastRequests, type Subject } from '../approvals/index.ts'
import { findTeamCustomers } from '../teams/index.ts'
import type { ActingDiscount, Gifts } from './gift-history-rules.ts'

/** What the mirror takes for the team's is only a candidate: the metadata counts, live. */
const isTeams = async ({ stripe, settings }: Kernel, teamId: string, customerStripeId: string): Promise<boolean> => {
  const customer = await stripe.readCustomer(customerStripeId)
  if (!customer) return false
  const holders = [customer, ...(await stripe.listSubscriptions(customerStripeId))]
  return holders.some(({ metadata }) => settings.teamKeys.some((key) => metadata[key] === teamId))
}

/** The proven customer, and whoever else carries the team's id. */
const customersOf = async (kernel: Kernel, { teamId, customerStripeId }: Subject): Promise<string[]> => {
  const found = teamId === null ? [] : await findTeamCustomers(kernel, teamId)
  const others = found.map((row) => row.customerStripeId).filter((id) => id !== customerStripeId)
  const theirs = await Promise.all(others.map(async (id) => ((await isTeams(kernel, teamId ?? '', id)) ? [id] : [])))
  return [...(customerStripeId === null ? [] : [customerStripeId]), ...theirs.flat()]
}

const actingOf = async ({ stripe }: Kernel, customerStripeId: string): Promise<ActingDiscount[]> => {
  const [customer, subscriptions] = await Promise.all([
    stripe.readCustomer(customerStripeId),
    stripe.listSubscriptions(customerStripeId),
  ])
  const holders = [...(customer ? [customer] : []), ...subscriptions.filter((one) => !isEnded(one))]
  return holders.flatMap(({ discounts, createdAt }) =>
    discounts.map((discount) => ({ discount, startedAt: discount.startedAt ?? createdAt })),
  )
}

const readOne = async (kernel: Kernel, customer: string, since: string): Promise<Omit<Gifts, 'requests'>> => {
  const { stripe } = kernel
  const [entries, notes, refunds, pending, discounts] = await Promise.all([
    stripe.listBalanceEntriesSince(customer, since),
    stripe.listCreditNotesSince(customer, since),
    stripe.listRefundsSince(customer, since),
    stripe.listPendingItems(customer),
    actingOf(kernel, customer),
  ])
  return {
    entries: entries.map((entry) => ({ ...entry, requestId: entry.metadata[REQUEST_KEYS.request] ?? null })),
    notes,
    refunds,
    pending,
    discounts,
  }
}

/** Twelve months of everything that the team was given, and what already waits for its next invoice. */
export const readGifts = async (kernel: Kernel, subject: Subject): Promise<Gifts> => {
  const since = toIso(kernel.clock.now() - YEAR_MS)
  const { teamId, customerStripeId } = subject
  const customers = await customersOf(kernel, subject)
  const read = await Promise.all(customers.map((customer) => readOne(kernel, customer, since)))
  const by = teamId === null ? { customerStripeId: customerStripeId ?? '' } : { teamId }
  return {
    entries: read.flatMap(({ entries }) => entries),
    notes: read.flatMap(({ notes }) => notes),
    refunds: read.flatMap(({ refunds }) => refunds),
    pending: read.flatMap(({ pending }) => pending),
    discounts: read.flatMap(({ discounts }) => discounts),
    requests: await listPastRequests(kernel, { ...by, since }),
  }
}
