import { z } from 'zod'

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
  'policy.change',
  'staff.appoint-approver',
  'staff.restore-approver',
  'approver-key.enrol',
  'approver-key.reset',
  'second-factor.reset',
] as const
export const actionKindSchema = z.enum(ACTION_KINDS)
export type ActionKind = z.infer<typeof actionKindSchema>

export const isActionKind = (text: string): text is ActionKind => actionKindSchema.safeParse(text).success

/** What may go without a second person while it is small; everything else is always approved, whatever the policy. */
const FREE_WHILE_SMALL: ReadonlySet<ActionKind> = new Set<ActionKind>(['coupon.code', 'invoice.send'])

/** The fewest approvers that a policy may ask for. */
export const fewestApprovers = (kind: ActionKind): 0 | 1 => (FREE_WHILE_SMALL.has(kind) ? 0 : 1)

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
