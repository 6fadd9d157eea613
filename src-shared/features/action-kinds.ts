import { z } from 'zod'
import type { Permission } from '../roles.ts'

/** Everything that can be asked of an approver. A rule of the policy stands behind each. */
export const ACTION_KINDS = [
  'credit.issue',
  'credit.reverse',
  'coupon.code',
  'coupon.apply',
  'coupon.shared-code',
  'coupon.stack',
  'campaign.create',
  'subscription.change',
  'subscription.pause',
  'subscription.resume',
  'subscription.cancel',
  'billing.edit',
  'team.pick',
  'invoice.send',
  'invoice.void',
  'invoice.credit-note',
  'invoice.paid-out-of-band',
  'invoice.uncollectible',
  'license.grant',
  'license.seats',
  'license.suspend',
  'license.revoke',
  'license.extend',
  'license.offline',
  'contract.start',
  'contract.change',
  'execution.resolve',
  'policy.change',
  'staff.appoint-approver',
  'staff.restore-approver',
  'approver-key.enrol',
  'approver-key.reset',
  'second-factor.reset',
] as const
export const actionKindSchema = z.enum(ACTION_KINDS)
export type ActionKind = z.infer<typeof actionKindSchema>

/** Each in words, as a sentence about it begins or goes on. */
export const ACTION_WORDS: Record<ActionKind, string> = {
  'credit.issue': 'a credit',
  'credit.reverse': 'the reversal of a credit',
  'coupon.code': 'a coupon code',
  'coupon.apply': 'a coupon on a subscription',
  'coupon.shared-code': 'a coupon code for a team that Stripe doesn’t know',
  'coupon.stack': 'a stack of coupons',
  'campaign.create': 'a campaign',
  'subscription.change': 'a change of a subscription',
  'subscription.pause': 'the pause of a subscription',
  'subscription.resume': 'the end of a subscription’s pause or cancellation',
  'subscription.cancel': 'the end of a subscription',
  'billing.edit': 'an edit of who is billed',
  'team.pick': 'the choice between customers of one team',
  'invoice.send': 'an invoice',
  'invoice.void': 'the voiding of an invoice',
  'invoice.credit-note': 'a credit note',
  'invoice.paid-out-of-band': 'an invoice paid elsewhere',
  'invoice.uncollectible': 'the writing off of an invoice',
  'license.grant': 'a license without a paid item',
  'license.seats': 'the addition of seats without a paid item',
  'license.suspend': 'the suspension of a license',
  'license.revoke': 'the end of a license for good',
  'license.extend': 'the extension of an unpaid license',
  'license.offline': 'an offline file without a paid item',
  'contract.start': 'a contract that is paid outside of Stripe',
  'contract.change': 'a change of a contract',
  'execution.resolve': 'a word on what nobody can prove',
  'policy.change': 'a change of the policy',
  'staff.appoint-approver': 'the appointment of an approver',
  'staff.restore-approver': 'the return of an approver',
  'approver-key.enrol': 'the enrolment of an approver’s key',
  'approver-key.reset': 'the reset of an approver’s key',
  'second-factor.reset': 'the reset of an approver’s second factor',
}

export const isActionKind = (text: string): text is ActionKind => actionKindSchema.safeParse(text).success

/** What may go without a second person while it is small; everything else is always approved, whatever the policy. */
const FREE_WHILE_SMALL: ReadonlySet<ActionKind> = new Set<ActionKind>(['coupon.code', 'invoice.send'])

/** The fewest approvers that a policy may ask for. */
export const fewestApprovers = (kind: ActionKind): 0 | 1 => (FREE_WHILE_SMALL.has(kind) ? 0 : 1)

/** Younger than some policies that are kept: where one doesn't name them, one approver decides. */
export const LATE_KINDS = [
  'execution.resolve',
  'license.seats',
  'license.suspend',
  'license.revoke',
  'license.extend',
  'license.offline',
  'contract.start',
  'contract.change',
] as const satisfies readonly ActionKind[]

/** Decisions over power itself are taken on the desktop only, where the device key is kept by the machine. */
const OVER_POWER: ReadonlySet<string> = new Set<ActionKind>([
  'policy.change',
  'staff.appoint-approver',
  'staff.restore-approver',
  'approver-key.enrol',
  'approver-key.reset',
  'second-factor.reset',
])

export const isOverPower = (kind: string): boolean => OVER_POWER.has(kind)

const ASKED_BY: ReadonlyMap<string, Permission> = new Map<ActionKind, Permission>([
  ['policy.change', 'policy.propose'],
  ['contract.start', 'contract.ask'],
  ['contract.change', 'contract.ask'],
  ['staff.appoint-approver', 'staff.manage'],
  ['staff.restore-approver', 'staff.manage'],
  ['approver-key.reset', 'staff.manage'],
  ['second-factor.reset', 'staff.manage'],
  ['approver-key.enrol', 'approval.decide'],
])

/** What somebody needs to ask for this kind, the first time and again. */
export const askPermission = (kind: string): Permission => ASKED_BY.get(kind) ?? 'approval.ask'
