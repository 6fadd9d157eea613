import type { TenantSetup } from '@countersign/shared/features/tenants'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { countStuck, readSweep } from './store.ts'

/** Who runs the tenants, and what the last look through the account found. */
export const readTenantSetup = async ({
  db,
  settings: { tenants },
}: Pick<Kernel, 'db' | 'settings'>): Promise<TenantSetup> => {
  const { endedAt, nameless } = await readSweep(db)
  const host = tenants?.provisionerHost ?? ''
  return {
    provisioner: tenants
      ? { kind: tenants.provisioner, host, pastDueDays: tenants.pastDueDays, archiveDays: tenants.archiveDays ?? null }
      : null,
    sweptAt: endedAt === null ? null : toIso(endedAt),
    nameless: JSON.parse(nameless) as string[],
    stuck: await countStuck(db),
  }
}
