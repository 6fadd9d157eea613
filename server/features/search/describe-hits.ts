import type { SearchHit } from '@countersign/shared/features/search'
import type { Queryable } from '../../ports/database.ts'
import type { Found, StripeIdTable } from './search-rules.ts'
import { listCodes, listCustomers, listInvoices, listSubscriptions } from './store.ts'

interface Thing {
  readonly kind: SearchHit['kind']
  readonly title: string | null
  readonly detail: string
  readonly customerStripeId: string | null
}

const TABLE_OF_MATCH = {
  team: 'customer',
  email: 'customer',
  name: 'customer',
  number: 'invoice',
  code: 'code',
} as const

const tableOf = (found: Found): StripeIdTable => {
  if (found.matched !== 'id') return TABLE_OF_MATCH[found.matched]
  if (found.objectStripeId.startsWith('sub_')) return 'subscription'
  if (found.objectStripeId.startsWith('in_')) return 'invoice'
  return found.objectStripeId.startsWith('promo_') ? 'code' : 'customer'
}

const none = async () => []

/** What the objects other than customers are. */
const readThings = async (db: Queryable, found: readonly Found[]): Promise<Map<string, Thing>> => {
  const idsIn = (table: StripeIdTable) => found.filter((row) => tableOf(row) === table).map((row) => row.objectStripeId)
  const [subscriptionIds, invoiceIds, codeIds] = [idsIn('subscription'), idsIn('invoice'), idsIn('code')]
  const subscriptions = await (subscriptionIds.length > 0 ? listSubscriptions(db, subscriptionIds) : none())
  const invoices = await (invoiceIds.length > 0 ? listInvoices(db, invoiceIds) : none())
  const codes = await (codeIds.length > 0 ? listCodes(db, codeIds) : none())
  const things = new Map<string, Thing>()
  for (const { stripeId, customerStripeId, status } of subscriptions) {
    things.set(stripeId, { kind: 'subscription', title: null, detail: status, customerStripeId })
  }
  for (const { stripeId, customerStripeId, number, status } of invoices) {
    things.set(stripeId, { kind: 'invoice', title: number, detail: status, customerStripeId })
  }
  for (const { stripeId, customerStripeId, code, isActive } of codes) {
    things.set(stripeId, { kind: 'code', title: code, detail: isActive ? 'active' : 'inactive', customerStripeId })
  }
  return things
}

const joined = (...parts: Array<string | null | undefined>): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ')

type Owner = Awaited<ReturnType<typeof listCustomers>>[number]

const nameOf = (owner: Owner | undefined): string | null => owner?.name ?? owner?.email ?? null

const customerWords = (row: Found, owner: Owner | undefined) => ({
  kind: 'customer' as const,
  title: nameOf(owner) ?? row.objectStripeId,
  detail: joined(owner?.name ? owner.email : null, owner?.isDeleted ? 'deleted' : null),
})

const wordsFor = (row: Found, thing: Thing | undefined, owner: Owner | undefined) => {
  if (thing) {
    return { kind: thing.kind, title: thing.title ?? row.objectStripeId, detail: joined(thing.detail, nameOf(owner)) }
  }
  if (row.matched !== 'team') return customerWords(row, owner)
  return { kind: 'team' as const, title: row.value, detail: joined(owner?.name, owner?.email) }
}

/** Turns what was found into what is shown: a read for each kind of thing, whatever the number of hits. */
export const describeHits = async (
  db: Queryable,
  found: readonly Found[],
  isExact: (row: Found) => boolean,
): Promise<SearchHit[]> => {
  if (found.length === 0) return []
  const things = await readThings(db, found)
  const ownerIdOf = ({ objectStripeId }: Found): string | null => {
    const thing = things.get(objectStripeId)
    return thing ? thing.customerStripeId : objectStripeId
  }
  const ownerIds = [...new Set(found.map(ownerIdOf).filter((id) => id !== null))]
  const customers = ownerIds.length > 0 ? await listCustomers(db, ownerIds) : []
  const owners = new Map(customers.map((row) => [row.stripeId, row]))
  return found.map((row) => {
    const ownerId = ownerIdOf(row)
    const owner = owners.get(ownerId ?? '')
    const teamId = row.matched === 'team' ? row.value : (owner?.teamId ?? owner?.subscribedTeamId ?? null)
    return {
      ...wordsFor(row, things.get(row.objectStripeId), owner),
      teamId,
      customerStripeId: ownerId,
      objectStripeId: row.objectStripeId,
      matched: row.matched,
      isExact: isExact(row),
    }
  })
}
