// Rule: a task for what an invoice sold opens when the invoice is sent, or when it is paid, as its product says. Voided or
// written off, it is suspended, also where it was delivered already; paid after all, it stands as before. A license that was
// issued before its task opens is delivered by the payment itself. A tenant can't be handed out from here: its task waits.

import type { DeliverOn, DeliveryKind, FulfilmentTask } from '@countersign/shared/features/invoice-work'

type TaskState = FulfilmentTask['state']

export interface KeptTask {
  readonly state: TaskState
  readonly deliverOn: DeliverOn
  readonly doneAt: number | null
  /** What fulfils it, before it is done as well: a license that is issued and becomes active with the payment. */
  readonly fulfilledBy: string | null
}

/** What an invoice's status makes of a task. */
export const taskStateAfter = (
  { deliverOn, doneAt, fulfilledBy }: Omit<KeptTask, 'state'>,
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void',
): TaskState => {
  if (status === 'void' || status === 'uncollectible') return 'suspended'
  if (doneAt !== null) return 'done'
  if (deliverOn === 'paid' && status !== 'paid') return 'waiting'
  return fulfilledBy === null ? 'open' : 'done'
}

const OPEN_WORDS: Readonly<Record<DeliveryKind, string>> = {
  license: 'The license has to be issued.',
  tenant: 'The tenant has to be made. Tenants aren’t made from here: it waits for them.',
  coupon: 'A coupon has to be made for the team, then named here.',
}

const HOLDERS: Readonly<Record<DeliveryKind, string>> = { license: 'finance', tenant: 'tenants', coupon: 'finance' }

export const taskWords = ({ kind, state, doneAt, fulfilledBy }: KeptTask & { readonly kind: DeliveryKind }): string => {
  if (state === 'open') return OPEN_WORDS[kind]
  if (state === 'waiting')
    return fulfilledBy === null
      ? 'It opens once the invoice is paid.'
      : 'Issued; it becomes active by itself once the invoice is paid.'
  if (state === 'done') return 'Delivered.'
  return doneAt === null
    ? 'Not to be delivered: the invoice was voided or written off.'
    : 'Delivered already, and the invoice was voided or written off since.'
}

/** Who has to do something; null while nobody can. */
export const taskHolder = ({
  kind,
  state,
}: {
  readonly kind: DeliveryKind
  readonly state: TaskState
}): string | null => (state === 'open' || state === 'suspended' ? HOLDERS[kind] : null)

/** A coupon's request, as far as it has to fit a task. */
export interface CouponRequest {
  readonly kind: string
  readonly state: string
  readonly teamId: string | null
}

const COUPON_KINDS: ReadonlySet<string> = new Set(['coupon.code', 'coupon.apply', 'coupon.shared-code', 'coupon.stack'])

/** Why it doesn't fulfil the task; null when it does. */
export const couponFault = (request: CouponRequest | null, teamId: string | null): string | null => {
  if (!request || !COUPON_KINDS.has(request.kind)) return 'no request for a coupon has that id'
  if (request.state !== 'done') return `that coupon isn’t given: its request is ${request.state}`
  return teamId !== null && request.teamId === teamId ? null : 'that coupon was given to another team'
}
