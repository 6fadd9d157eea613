import type { Kernel } from '../../kernel/context.ts'
import { listOwnCoupons } from './store.ts'

/** Which of these coupons the desk made: as a grant, a stack or a campaign. */
export const nameOwn = async (
  { db }: Pick<Kernel, 'db'>,
  couponStripeIds: readonly string[],
): Promise<ReadonlySet<string>> => new Set(await listOwnCoupons(db, couponStripeIds))
