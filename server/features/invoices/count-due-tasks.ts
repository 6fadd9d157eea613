import type { Kernel } from '../../kernel/context.ts'
import { countDueTasksBefore } from './store.ts'

/** How many products of invoices could be delivered since before then, and weren't. */
export const countDueTasks = ({ db }: Pick<Kernel, 'db'>, before: number): Promise<number> =>
  countDueTasksBefore(db, before)
