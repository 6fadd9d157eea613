import { dayOf, dayStart, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { countDueBefore } from './store.ts'

/** How many open invoices are late today, for the side of the desk. */
export const countLate = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<number> =>
  countDueBefore(db, dayStart(dayOf(toIso(clock.now()))))
