import { HOUR_MS } from '@countersign/shared/times'
import type { PlanSubscription } from '../../ports/plan-facts.ts'
import { hasTenant } from '../tenants/index.ts'
import type { DriftKernel, Look, Step } from './commit-step.ts'
import { readIfThere } from './read-if-there.ts'
import { listCustomersOf, listKnownTenants, listMixedCustomers, listSharedTeams } from './store.ts'
import { foundByHand, foundOnRunning, foundShared, teamIn } from './team-rules.ts'
import { foundUnknownPayer } from './tenant-rules.ts'

const PAGE = 20
/** Of one team's; whoever has more is named all the same. */
const MOST_CUSTOMERS = 20

const lookShared = async (kernel: DriftKernel, after: string): Promise<Step> => {
  const { db, stripe, settings, pace } = kernel
  const teams = await listSharedTeams(db, after, PAGE)
  const found = []
  for (const teamId of teams) {
    const customers = []
    for (const id of await listCustomersOf(db, teamId, MOST_CUSTOMERS)) {
      await pace()
      const customer = await stripe.readCandidate(id)
      if (customer && teamIn(customer.metadata, settings.teamKeys) === teamId)
        customers.push({ stripeId: id, name: customer.name })
    }
    found.push(foundShared({ teamId, customers }))
  }
  const last = teams.length < PAGE ? undefined : teams.at(-1)
  return {
    found: found.filter((one) => one !== null),
    compared: {},
    next: last === undefined ? 'hand:' : `shared:${last}`,
  }
}

const lookByHand = async ({ db, stripe, settings, pace }: DriftKernel, after: string): Promise<Step> => {
  const customers = await listMixedCustomers(db, after, PAGE)
  const found = []
  for (const id of customers) {
    await pace()
    const holders = (await readIfThere(() => stripe.listSubscriptionHolders(id))) ?? []
    const held = holders.map(({ objectStripeId: stripeId, ...holder }) => ({ ...holder, stripeId }))
    found.push(...foundByHand(id, held, settings.teamKeys))
  }
  const last = customers.length < PAGE ? undefined : customers.at(-1)
  return { found, compared: {}, next: last === undefined ? 'running:' : `hand:${last}` }
}

const PAYING = new Set(['active', 'trialing'])

const tenantPlanOf = (row: PlanSubscription, plans: readonly string[] | undefined): boolean | null =>
  plans === undefined ? null : row.items.some((item) => hasTenant(item, plans) === true)

/** Pays for longer than an event and a look through the account take, and nobody has heard of its tenant. */
const findUnknownPayers = async ({ db, clock, settings }: DriftKernel, rows: readonly PlanSubscription[]) => {
  const before = clock.now() - HOUR_MS
  const payers = rows.flatMap((row) => {
    const teamId = teamIn(row.metadata, settings.teamKeys) ?? teamIn(row.customerMetadata, settings.teamKeys)
    const isOld = Date.parse(row.createdAt) < before
    const isPayer = isOld && PAYING.has(row.status) && tenantPlanOf(row, settings.tenants?.plans) === true
    return teamId !== null && isPayer ? [{ teamId, row }] : []
  })
  const ids = payers.map(({ teamId }) => teamId)
  const known = new Set(await listKnownTenants(db, ids))
  return payers
    .filter(({ teamId }) => !known.has(teamId))
    .map(({ teamId, row }) =>
      foundUnknownPayer({ teamId, customerStripeId: row.customerStripeId, subscriptionStripeId: row.stripeId }),
    )
}

const lookRunning = async (kernel: DriftKernel, after: string): Promise<Step> => {
  const { stripe, settings, pace } = kernel
  await pace()
  const { rows, hasMore } = await stripe.listRunningPlans(after === '' ? null : after)
  const found = rows.map((row) =>
    foundOnRunning({ ...row, hasTenantPlan: tenantPlanOf(row, settings.tenants?.plans) }, settings.teamKeys),
  )
  const last = hasMore ? rows.at(-1)?.stripeId : undefined
  return {
    found: [...found.filter((one) => one !== null), ...(await findUnknownPayers(kernel, rows))],
    compared: { running: rows.length },
    next: last === undefined ? null : `running:${last}`,
  }
}

/** Whose what is: teams with several customers, subscriptions made by hand, and what says another team, or none. */
export const lookTeams: Look = (kernel, cursor) => {
  const [phase = 'shared', ...rest] = (cursor ?? 'shared:').split(':')
  const after = rest.join(':')
  if (phase === 'shared') return lookShared(kernel, after)
  return phase === 'hand' ? lookByHand(kernel, after) : lookRunning(kernel, after)
}
