import type { TenantHistory } from '@countersign/shared/features/tenants'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listTenantEvents } from './store.ts'

const MOST_EVENTS = 100

/** What became of a team's tenant, newest first. */
export const readTenantHistory = async ({ db }: Pick<Kernel, 'db'>, teamId: string): Promise<TenantHistory> => {
  const rows = await listTenantEvents(db, teamId, MOST_EVENTS)
  return {
    events: rows.map(({ teamId: _team, at, limits, ...event }) => ({
      ...event,
      limits: limits === null ? null : (JSON.parse(limits) as Record<string, number>),
      at: toIso(at),
    })),
  }
}
