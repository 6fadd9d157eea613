import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Page, PaymentGateway } from '../../ports/payment-gateway.ts'
import { recordOpening } from './record-opening.ts'

export interface MoreRequest {
  readonly customerStripeId: string
  readonly startingAfter: string
}

/** The pages of a team's lists that its page doesn't hold, asked live. Each is a look at the customer. */
export const readMore = async <Row>(
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
  more: MoreRequest,
  { part, list }: { part: string; list: (stripe: PaymentGateway) => Promise<Page<Row>> },
): Promise<{ rows: Row[]; hasMore: boolean }> => {
  const { rows, hasMore } = await list(kernel.stripe)
  const { customerStripeId, startingAfter } = more
  const details = { part, after: startingAfter }
  await recordOpening(kernel, by, { customerStripeId, outcome: 'done', name: null, ticket: null, details })
  return { rows: [...rows], hasMore }
}
