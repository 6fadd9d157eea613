import type { LicenseEnvironment } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { type LicenseView, listLicenses, viewLicense } from '../licenses/index.ts'
import { countSeats } from './store.ts'

export interface KeptLicense extends LicenseView {
  /** More seats are held than paid, since some were taken away: who keeps one is decided under the lock. */
  readonly overfull: ReadonlySet<LicenseEnvironment>
}

export interface LicenseShelf {
  /** As they stand at these versions or later ones. */
  take(wanted: ReadonlyArray<{ licenseId: string; licenseVersion: number }>): Promise<ReadonlyMap<string, KeptLicense>>
  forget(licenseId: string): void
}

const MOST_KEPT = 10_000

/** Licenses by the version that a row just named: what another replica changed has another version, so nothing here is stale. */
export const keepLicenses = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): LicenseShelf => {
  const kept = new Map<string, KeptLicense>()

  const load = async (ids: readonly string[]): Promise<void> => {
    const rows = await listLicenses(db, ids)
    const held = await countSeats(db, ids, clock.now())
    for (const row of rows) {
      const view = viewLicense(row)
      const over = held.filter((one) => one.licenseId === row.id && one.count > view.plan.seats[one.environment])
      kept.delete(row.id)
      kept.set(row.id, { ...view, overfull: new Set(over.map(({ environment }) => environment)) })
    }
    for (const id of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(id)
    }
  }

  return {
    take: async (wanted) => {
      const stale = wanted.filter(
        ({ licenseId, licenseVersion }) => (kept.get(licenseId)?.version ?? -1) < licenseVersion,
      )
      if (stale.length > 0) await load([...new Set(stale.map(({ licenseId }) => licenseId))])
      // A copy of what is needed: the shelf may be cleared before it is used.
      return new Map(
        wanted.flatMap(({ licenseId }) => {
          const view = kept.get(licenseId)
          return view ? [[licenseId, view] as const] : []
        }),
      )
    },
    forget: (licenseId) => void kept.delete(licenseId),
  }
}
