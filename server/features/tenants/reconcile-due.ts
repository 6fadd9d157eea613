import type { TenantKernel } from './hand-over.ts'
import { reconcileTenant } from './reconcile-tenant.ts'
import { listDueTenants } from './store.ts'

const CANDIDATES = 16

/** Reconciles what is due until nothing is. Returns how many were taken in hand. */
export const reconcileDue = async (kernel: TenantKernel, holder: string, signal: AbortSignal): Promise<number> => {
  for (let count = 0; ; ) {
    const due = signal.aborted ? [] : await listDueTenants(kernel.db, kernel.clock.now(), CANDIDATES)
    if (due.length === 0) return count
    for (const teamId of due) {
      if (signal.aborted) return count
      if ((await reconcileTenant(kernel, teamId, holder)) !== 'nothing') count += 1
    }
  }
}
