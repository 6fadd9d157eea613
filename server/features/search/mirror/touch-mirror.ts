import type { Kernel } from '../../../kernel/context.ts'
import type { Transaction } from '../../../ports/database.ts'
import type { MirrorResource, MirrorRow } from '../../../ports/payment-gateway.ts'
import { writePage } from './write-page.ts'

/**
 * Keeps the mirror fresh with objects that were just read from Stripe, in the transaction of the work. `asOf`: when
 * Stripe was asked, or the event's time; rows that were read later stay.
 */
export const touchMirror = (
  tx: Transaction,
  { settings }: Pick<Kernel, 'settings'>,
  { resource, rows, asOf }: { resource: MirrorResource; rows: readonly MirrorRow[]; asOf: number },
): Promise<void> => writePage(tx, resource, rows, { teamKeys: settings.teamKeys, asOf })
