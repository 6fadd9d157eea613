import type { Stripe } from 'stripe'
import type { Database } from '../../../server/ports/database.ts'
import type { House, HousedTenant } from './house.ts'

// What Stripe's end state says of every tenant, worked out here from Stripe's own answers, apart from the product's rules.

const DAY_MS = 86_400_000
/** As the companion of these histories is configured. */
export const PAST_DUE_DAYS = 14

interface Expected {
  readonly standing: 'active' | 'flagged' | 'stopped' | 'none'
  readonly limits: ReadonlyMap<string, number>
  readonly unreadable: ReadonlySet<string>
}

interface Sold {
  readonly team: string
  readonly status: string
  /** Milliseconds; null = nothing is open. */
  readonly unpaidSince: number | null
  /** Of each item whose plan has a tenant: what is said of limits. */
  readonly plans: ReadonlyArray<ReadonlyMap<string, string>>
}

const teamOf = ({ metadata, customer }: Stripe.Subscription): string => {
  const own = metadata['team']?.trim()
  if (own) return own
  return (typeof customer === 'string' || customer.deleted ? '' : customer.metadata['team']?.trim()) ?? ''
}

const unpaidSince = async (stripe: Stripe, subscription: string): Promise<number | null> => {
  const times: number[] = []
  for await (const one of stripe.invoices.list({ subscription, status: 'open', limit: 100 }))
    times.push(one.due_date ?? one.status_transitions.finalized_at ?? one.created)
  return times.length === 0 ? null : Math.min(...times) * 1000
}

const readSold = async (stripe: Stripe): Promise<Sold[]> => {
  const products = new Map<string, Stripe.Metadata>()
  for await (const { id, metadata } of stripe.products.list({ limit: 100 })) products.set(id, metadata)
  const sold: Sold[] = []
  for await (const one of stripe.subscriptions.list({ status: 'all', limit: 100, expand: ['data.customer'] })) {
    const plans = one.items.data
      .filter(({ price }) => price.metadata['tenant-plan'] === 'yes')
      .map(({ price }) => {
        const said = {
          ...products.get(typeof price.product === 'string' ? price.product : price.product.id),
          ...price.metadata,
        }
        return new Map(Object.entries(said).filter(([key]) => key.startsWith('max-')))
      })
    if (plans.length > 0)
      sold.push({ team: teamOf(one), status: one.status, unpaidSince: await unpaidSince(stripe, one.id), plans })
  }
  return sold
}

const standingOf = ({ status, unpaidSince: since }: Sold, now: number): Expected['standing'] => {
  if (status === 'active' || status === 'trialing') return 'active'
  if (status === 'past_due' || status === 'unpaid')
    return since === null || now < since + PAST_DUE_DAYS * DAY_MS ? 'flagged' : 'stopped'
  return status === 'paused' || status === 'canceled' ? 'stopped' : 'none'
}

const ORDER = ['active', 'flagged', 'stopped', 'none'] as const

const expectedOf = (sold: readonly Sold[], now: number): Expected => {
  const standings = sold.map((one) => ({ one, standing: standingOf(one, now) }))
  const standing = ORDER.find((state) => standings.some((each) => each.standing === state)) ?? 'none'
  const plans = standings
    .filter((each) => each.standing === 'active' || each.standing === 'flagged')
    .flatMap(({ one }) => one.plans)
  const keys = new Set(plans.flatMap((plan) => [...plan.keys()]))
  const unreadable = new Set([...keys].filter((key) => plans.some((plan) => !/^\d+$/.test(plan.get(key) ?? '0'))))
  const limits = new Map<string, number>()
  for (const key of keys)
    if (!unreadable.has(key) && plans.every((plan) => plan.has(key)))
      limits.set(key, Math.max(...plans.map((plan) => Number(plan.get(key)))))
  return { standing, limits, unreadable }
}

const limitProblems = (team: string, { limits, unreadable }: Expected, tenant: HousedTenant): string[] => {
  const problems: string[] = []
  const given = new Map(Object.entries(tenant.limits ?? {}))
  for (const key of new Set([...limits.keys(), ...given.keys()]))
    if (!unreadable.has(key) && limits.get(key) !== given.get(key))
      problems.push(`tenant ${team} has ${key} ${given.get(key) ?? 'unlimited'}, not ${limits.get(key) ?? 'unlimited'}`)
  return problems
}

const problemsOf = (team: string, expected: Expected, tenant: HousedTenant | undefined): string[] => {
  const isServed = expected.standing === 'active' || expected.standing === 'flagged'
  if (!tenant) return isServed ? [`tenant ${team} is missing`] : []
  const isStopped = tenant.state === 'suspended' || tenant.state === 'archived'
  if (expected.standing === 'active' && isStopped) return [`a payer is locked out: tenant ${team} is ${tenant.state}`]
  if (isServed ? tenant.state !== expected.standing : !isStopped)
    return [`tenant ${team} is ${tenant.state}, not ${expected.standing}`]
  return isServed ? limitProblems(team, expected, tenant) : []
}

interface Looked {
  readonly teamId: string
  readonly checkedAt: number | null
  readonly problem: string | null
  readonly appliedLimits: string | null
}

/** Where limits can't be read and none were ever given, a person has to mend the plan: nothing is guessed until then. */
const waitsForPerson = ({ unreadable }: Expected, looked: Looked | undefined): boolean =>
  unreadable.size > 0 && looked?.appliedLimits === null && looked.problem !== null

/** Every way in which the tenants aren't what Stripe says now. */
export const compareTenants = async (
  db: Database,
  { stripe, house, now }: { stripe: Stripe; house: House; now: number },
): Promise<string[]> => {
  const byTeam = Map.groupBy(await readSold(stripe), ({ team }) => team)
  const rows = await db.selectFrom('tenant').select(['teamId', 'checkedAt', 'problem', 'appliedLimits']).execute()
  const looks = new Map(rows.map((row) => [row.teamId, row]))
  const teams = new Set([...byTeam.keys(), ...house.tenants.keys()].filter((team) => team !== ''))
  return [...teams].flatMap((team) => {
    const looked = looks.get(team)
    // Days may have run out between the last look and now.
    const expected = expectedOf(byTeam.get(team) ?? [], looked?.checkedAt ?? now)
    return waitsForPerson(expected, looked) ? [] : problemsOf(team, expected, house.tenants.get(team))
  })
}
