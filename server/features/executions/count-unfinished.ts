import type { Kernel } from '../../kernel/context.ts'
import { countUnfinishedBefore } from './store.ts'

/** How many were begun before then and are not at their end, those that wait for a person too. */
export const countUnfinished = ({ db }: Pick<Kernel, 'db'>, before: number): Promise<number> =>
  countUnfinishedBefore(db, before)
