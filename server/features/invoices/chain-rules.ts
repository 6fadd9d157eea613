// Rule: the chain tells a deal from quote to active: quote, invoice, approval, sent, paid, fulfilment. Each link says how it
// stands and who holds it. What isn't reached waits; what a deal doesn't need says so; nothing is done that nobody did.

import type { ChainLink } from '@countersign/shared/features/invoices'
import type { FulfilmentTask, ManualInvoiceState } from '@countersign/shared/features/invoice-work'
import { toIso } from '@countersign/shared/times'
import { type ApprovalStanding, stateOf } from './standing-rules.ts'
import { isStuckAt } from './stuck-rules.ts'

export interface ChainFacts {
  readonly acceptedAt: number
  readonly state: ManualInvoiceState
  readonly problem: string | null
  readonly approval: ApprovalStanding | null
  readonly status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | null
  /** Who changed it last: theirs is what isn't asked for yet. */
  readonly holder: string
  readonly changedAt: number
  readonly draftedAt: number | null
  readonly askedAt: number | null
  readonly sentAt: number | null
  readonly dueAt: number | null
  readonly paidAt: number | null
  readonly voidedAt: number | null
  readonly uncollectibleAt: number | null
  readonly tasks: ReadonlyArray<{
    readonly state: FulfilmentTask['state']
    readonly since: number
    readonly holder: string | null
  }>
}

type Name = ChainLink['link']
type Told = Omit<ChainLink, 'link' | 'at'> & { readonly at: number | null }

const told = (state: ChainLink['state'], text: string, more: Partial<Pick<Told, 'at' | 'holder'>> = {}): Told => ({
  state,
  text,
  at: more.at ?? null,
  holder: more.holder ?? null,
})

const NOT_REACHED = told('waiting', 'not reached')
const DROPPED = told('not-needed', 'discarded')

/** Open, or stuck once it has stood too long. */
const standing = (isStuck: boolean): 'open' | 'stuck' => (isStuck ? 'stuck' : 'open')

const invoiceLink = ({ state, problem, holder, changedAt, draftedAt }: ChainFacts, now: number): Told => {
  if (state === 'drafting') return told('waiting', 'at work on the draft', { at: changedAt })
  if (state !== 'editing') return told('done', 'drafted', { at: draftedAt })
  if (problem !== null) return told('failed', problem, { at: changedAt, holder })
  return told(standing(isStuckAt('unsent', changedAt, now)), 'not drafted yet', { at: changedAt, holder })
}

/** There is a draft, and nobody is asked about it: not yet, or not again. */
const unaskedLink = ({ approval, draftedAt, changedAt, holder }: ChainFacts, now: number): Told => {
  const why = approval ? `${approval.state}, not asked for again` : 'not asked for yet'
  const at = approval ? changedAt : draftedAt
  return told(standing(isStuckAt('unsent', at, now)), why, { at, holder })
}

/** Why nobody was asked; null: somebody had to be. */
const unneeded = ({ state, approval }: ChainFacts): string | null => {
  if (state === 'sent' && approval === null) return 'not asked for: finalised at Stripe'
  return approval?.approversNeeded === 0 ? 'none needed' : null
}

const approvalLink = (facts: ChainFacts, now: number): Told => {
  const { state, approval, askedAt: at } = facts
  if (state === 'editing' || state === 'drafting') return NOT_REACHED
  if (state === 'drafted') return unaskedLink(facts, now)
  const spared = unneeded(facts)
  if (spared !== null) return told('not-needed', spared)
  if (state !== 'asked' || approval?.state !== 'requested') return told('done', 'approved', { at })
  const count = `${approval.approvals} of ${approval.approversNeeded}`
  return told(standing(isStuckAt('unapproved', at, now)), count, { at, holder: 'approvers' })
}

const sentLink = ({ state, approval, sentAt, askedAt }: ChainFacts): Told => {
  if (sentAt !== null) return told('done', 'sent', { at: sentAt })
  if (state === 'sent') return told('failed', 'not mailed by us')
  if (approval?.state === 'failed') return told('failed', 'could not be sent')
  if (approval?.state === 'needs-person') return told('failed', 'a person has to look', { holder: 'approvers' })
  const isUnderWay = state === 'asked' && approval !== null && approval.state !== 'requested'
  return isUnderWay ? told('open', 'being sent', { at: askedAt }) : NOT_REACHED
}

const paidLink = (
  { status, state, sentAt, dueAt, paidAt, voidedAt, uncollectibleAt }: ChainFacts,
  now: number,
): Told => {
  if (status === 'paid') return told('done', 'paid', { at: paidAt })
  if (status === 'void') return told('failed', 'voided', { at: voidedAt })
  if (status === 'uncollectible') return told('failed', 'uncollectible', { at: uncollectibleAt })
  if (sentAt === null && state !== 'sent') return NOT_REACHED
  const isLate = isStuckAt('unpaid', dueAt, now)
  return told(standing(isLate), isLate ? 'late' : 'due', { at: dueAt, holder: 'the customer' })
}

const fulfilmentLink = ({ state, sentAt, tasks }: ChainFacts, now: number): Told => {
  if (sentAt === null && state !== 'sent') return NOT_REACHED
  if (tasks.length === 0) return told('not-needed', 'nothing to deliver')
  const oldest = (state: FulfilmentTask['state']) =>
    tasks.filter((task) => task.state === state).toSorted((a, b) => a.since - b.since)[0]
  const suspended = oldest('suspended')
  if (suspended) return told('failed', 'suspended', { at: suspended.since, holder: suspended.holder })
  const open = oldest('open')
  const done = tasks.filter(({ state }) => state === 'done').length
  const count = `${done} of ${tasks.length} delivered`
  if (open) {
    const { since: at, holder } = open
    return told(standing(isStuckAt('undelivered', at, now)), count, { at, holder })
  }
  const waiting = oldest('waiting')
  return waiting ? told('waiting', 'once it is paid', { at: waiting.since }) : told('done', count, lastOf(tasks))
}

const lastOf = (tasks: ChainFacts['tasks']): { at: number } => ({ at: Math.max(...tasks.map(({ since }) => since)) })

/** In the order of the chain. */
export const describeChain = (row: ChainFacts, now: number): ChainLink[] => {
  const facts = { ...row, state: stateOf(row.state, row.approval) }
  const isDropped = facts.state === 'discarded'
  const links: ReadonlyArray<readonly [Name, Told]> = [
    ['quote', told('done', 'accepted', { at: facts.acceptedAt })],
    ['invoice', isDropped ? DROPPED : invoiceLink(facts, now)],
    ['approval', isDropped ? DROPPED : approvalLink(facts, now)],
    ['sent', isDropped ? DROPPED : sentLink(facts)],
    ['paid', isDropped ? DROPPED : paidLink(facts, now)],
    ['fulfilment', isDropped ? DROPPED : fulfilmentLink(facts, now)],
  ]
  return links.map(([link, { at, ...rest }]) => ({ link, ...rest, at: at === null ? null : toIso(at) }))
}

export const isChainStuck = (chain: readonly ChainLink[]): boolean => chain.some(({ state }) => state === 'stuck')
