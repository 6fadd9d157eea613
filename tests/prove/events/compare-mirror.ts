import type { Database } from '../../../server/ports/database.ts'
import type { MirrorResource, MirrorRow, PaymentGateway } from '../../../server/ports/payment-gateway.ts'

type Facts = Readonly<Record<string, unknown>>
type Side = ReadonlyMap<string, Facts>

const listAll = async (stripe: PaymentGateway, resource: MirrorResource): Promise<MirrorRow[]> => {
  const rows: MirrorRow[] = []
  for (;;) {
    const page = await stripe.listForMirror(resource, rows.at(-1)?.stripeId ?? null)
    rows.push(...page.rows)
    if (!page.hasMore) return rows
  }
}

const factsAtStripe: Record<MirrorResource, (row: MirrorRow) => Facts> = {
  customers: ({ name, email, currency, balance, metadata }) => ({
    name,
    email,
    currency,
    balance,
    teamId: metadata['team']?.trim() || null,
    isDeleted: 0,
  }),
  subscriptions: ({ customerStripeId, status, metadata }) => ({
    customerStripeId,
    status,
    teamId: metadata['team']?.trim() || null,
  }),
  invoices: ({ customerStripeId, number, status, total, currency }) => ({
    customerStripeId,
    number,
    status,
    total,
    currency,
  }),
  codes: ({ customerStripeId, code, couponStripeId, status }) => ({
    customerStripeId,
    code,
    couponStripeId,
    isActive: status === 'active' ? 1 : 0,
  }),
}

const TABLES = {
  customers: 'mirrorCustomer',
  subscriptions: 'mirrorSubscription',
  invoices: 'mirrorInvoice',
  codes: 'mirrorCode',
} as const

const isGone = (row: Facts): boolean => row['isDeleted'] === 1 || row['status'] === 'deleted'

const sideOfMirror = async (db: Database, resource: MirrorResource): Promise<Side> => {
  const rows = await db.selectFrom(TABLES[resource]).selectAll().execute()
  return new Map(rows.map((row) => [row.stripeId, { ...row }]))
}

const differences = (resource: MirrorResource, stripe: Side, mirror: Side): string[] => {
  const problems: string[] = []
  for (const [id, wanted] of stripe) {
    const row = mirror.get(id)
    if (!row) problems.push(`${resource}: ${id} is missing`)
    else
      for (const [name, value] of Object.entries(wanted))
        if (row[name] !== value)
          problems.push(`${resource}: ${id} has ${name} ${String(row[name])}, not ${String(value)}`)
  }
  for (const [id, row] of mirror)
    if (!stripe.has(id) && !isGone(row)) problems.push(`${resource}: ${id} is gone at Stripe and not marked`)
  return problems
}

export interface Compared {
  readonly problems: string[]
  readonly objects: number
}

/** Every way in which the mirror isn't what Stripe says now. */
export const compareMirror = async (db: Database, stripe: PaymentGateway): Promise<Compared> => {
  const problems: string[] = []
  let objects = 0
  for (const resource of ['customers', 'subscriptions', 'invoices', 'codes'] as const) {
    const rows = await listAll(stripe, resource)
    objects += rows.length
    const wanted = new Map(rows.map((row) => [row.stripeId, factsAtStripe[resource](row)]))
    problems.push(...differences(resource, wanted, await sideOfMirror(db, resource)))
  }
  return { problems, objects }
}
