import type { Kernel } from '../../kernel/context.ts'
import { countRedeemedByOthers } from './store.ts'

/** How many coupons were redeemed by another team than they were given to; the liability names them. */
export const countSurprising = ({ db }: Pick<Kernel, 'db'>): Promise<number> => countRedeemedByOthers(db)
