import { systemActor } from '../../server/kernel/actor.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { silentLog } from '../../server/kernel/log.ts'
import type { Database } from '../../server/ports/database.ts'
import type { MirrorResource, MirrorRow, PaymentGateway } from '../../server/ports/payment-gateway.ts'

export const AT = Date.UTC(2026, 10, 20, 12)

export const aMirrorRow = (over: Partial<MirrorRow> & { stripeId: string }): MirrorRow => ({
  customerStripeId: null,
  name: null,
  email: null,
  currency: 'usd',
  balance: 0,
  status: 'active',
  number: null,
  total: 0,
  code: null,
  couponStripeId: null,
  createdAt: AT - 1000,
  isDeleted: false,
  metadata: {},
  ...over,
})

export type Account = Partial<Record<MirrorResource, readonly MirrorRow[]>>

/** Lists an account as Stripe does: newest first as given, a page behind a cursor. `onPage` may throw or wait. */
export const aListing = (
  account: Account,
  {
    pageSize = 100,
    onPage = async () => {},
  }: { pageSize?: number; onPage?: (resource: MirrorResource, cursor: string | null) => Promise<void> | void } = {},
): PaymentGateway => {
  const listForMirror: PaymentGateway['listForMirror'] = async (resource, cursor) => {
    await onPage(resource, cursor)
    const rows = account[resource] ?? []
    const from = cursor === null ? 0 : rows.findIndex((row) => row.stripeId === cursor) + 1
    return { rows: rows.slice(from, from + pageSize), hasMore: from + pageSize < rows.length }
  }
  return { listForMirror } as PaymentGateway
}

export const aMirrorKernel = (
  db: Database,
  stripe: PaymentGateway,
): Kernel & { clock: ReturnType<typeof fixedClock> } => ({
  db,
  stripe,
  clock: fixedClock(AT),
  log: silentLog,
  keys: undefined as never,
  settings: { teamKeys: ['team', 'tenant-id'], replica: 'test' } as unknown as Kernel['settings'],
})

export const anOrder = { actor: systemActor('test'), requestId: null, resume: true }
