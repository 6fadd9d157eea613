import type { OfflineRequest } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { coverageOf, listReleases, stateOf, viewLicense } from '../licenses/index.ts'
import { fileState } from './file-rules.ts'
import { offlineFault } from './offline-rules.ts'
import { countHeld, type LicenseRow, listInstances, listOfflineFiles } from './store.ts'

const MOST_INSTANCES = 100_000

/** Refuses OFFLINE_ALREADY_ISSUED, and OFFLINE_UNFIT with the reason. */
export const readOfflineFacts = async (
  { db, clock }: { readonly db: Queryable; readonly clock: Kernel['clock'] },
  row: LicenseRow,
  { request, endsOn }: { readonly request: OfflineRequest; readonly endsOn: string },
): Promise<void> => {
  const now = clock.now()
  const { install, product, version, releasedOn, environment } = request
  const files = await listOfflineFiles(db, row.id)
  const live = files.find((file) => file.installId === install && fileState(file, now) === 'live')
  if (live) throw new AppError('OFFLINE_ALREADY_ISSUED', { data: { file: live.id } })
  const { updatesUntil } = row
  const register = await listReleases(db, row.product)
  const held = (await countHeld(db, [row.id], now)).find((one) => one.environment === environment)?.held ?? 0
  const own = (await listInstances(db, row.id, MOST_INSTANCES)).find(({ installId }) => installId === install)
  const fault = offlineFault(
    {
      product: row.product,
      state: stateOf(viewLicense(row).standing, now),
      isCovered: coverageOf({ version, releasedOn }, { register, updatesUntil }).isCovered,
      paid: environment === 'production' ? row.seats : row.developmentSeats,
      held: Number(held),
      isHolder: own !== undefined && own.environment === environment && own.seatUntil > now,
    },
    { product, version, endsOn },
    now,
  )
  if (fault !== null) throw new AppError('OFFLINE_UNFIT', { data: { words: fault } })
}
