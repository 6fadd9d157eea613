import type { shownCodeSchema } from '@countersign/shared/features/coupons'
import type { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findGrant } from './store.ts'

/** The code of a grant, read live from Stripe; that somebody looked is in the log, the code is not. */
export const showCode = async (
  { db, stripe, clock }: Pick<Kernel, 'db' | 'stripe' | 'clock'>,
  asking: { readonly actor: StaffActor; readonly requestId: string },
  id: string,
): Promise<z.infer<typeof shownCodeSchema>> => {
  const grant = await findGrant(db, id)
  if (!grant || grant.promotionCodeStripeId === null) throw new AppError('NOT_FOUND')
  const found = await stripe.readPromotionCode(grant.promotionCodeStripeId)
  if (!found) throw new AppError('NOT_FOUND')
  await inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...asking,
      action: 'coupon.code-opened',
      subject: { kind: 'promotion-code', id: found.stripeId },
      ticket: grant.ticket,
      details: { request: grant.id, team: grant.teamId, customer: grant.customerStripeId },
    }),
  )
  const { code, isActive, expiresAt, timesRedeemed } = found
  return { code, isActive, expiresAt, timesRedeemed }
}
