import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { orderRun } from './store.ts'

/** Orders a round; the job of whichever replica comes first does it. Nothing while one is under way. */
export const orderRefresh = ({ db }: Pick<Kernel, 'db'>): Promise<boolean> => inTransaction(db, orderRun)
