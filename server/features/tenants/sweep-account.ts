import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { hasTenant } from './plan-rules.ts'
import { noteTenant } from './note-tenant.ts'
import { claimSweep, endSweep, findTenant } from './store.ts'
import { tenantIdOf } from './standing-rules.ts'

const LEASE_MS = 30 * MINUTE_MS
const EVERY_MS = 30 * MINUTE_MS
const MOST_NAMELESS = 50

interface Found {
  readonly teams: ReadonlySet<string>
  /** Running subscriptions to a plan with a tenant that don't say whose. */
  readonly nameless: readonly string[]
}

const look = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  signal: AbortSignal,
): Promise<Found | null> => {
  const { tenants, teamKeys } = settings
  assert(tenants, 'the account is swept without tenants being configured')
  const teams = new Set<string>()
  const nameless: string[] = []
  for (let cursor: string | null = null; !signal.aborted; ) {
    const { rows, hasMore } = await stripe.listRunningPlans(cursor)
    for (const row of rows) {
      if (!row.items.some((item) => hasTenant(item, tenants.plans) !== false)) continue
      const teamId = tenantIdOf(row, teamKeys)
      if (teamId === null) nameless.push(row.stripeId)
      else teams.add(teamId)
    }
    cursor = rows.at(-1)?.stripeId ?? null
    if (!hasMore || cursor === null) return { teams, nameless: nameless.slice(0, MOST_NAMELESS) }
  }
  return null
}

const noteNew = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, teams: ReadonlySet<string>): Promise<void> => {
  for (const teamId of teams) {
    if (await findTenant(db, teamId)) continue
    await inTransaction(db, (tx) => noteTenant(tx, teamId, clock.now()))
  }
}

/**
 * Finds teams whose plan has a tenant without waiting to be told: an event may be lost, or none be configured. One replica
 * looks at a time. Returns whether it was our turn.
 */
export const sweepAccount = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  holder: string,
  signal: AbortSignal,
): Promise<boolean> => {
  const now = kernel.clock.now()
  if (!(await claimSweep(kernel.db, { holder, now, until: now + LEASE_MS, endedBefore: now - EVERY_MS }))) return false
  let end: Parameters<typeof endSweep>[2] = null
  try {
    const found = await look(kernel, signal)
    if (found) {
      await noteNew(kernel, found.teams)
      end = { endedAt: kernel.clock.now(), nameless: JSON.stringify(found.nameless) }
    }
  } finally {
    await endSweep(kernel.db, holder, end)
  }
  return true
}
