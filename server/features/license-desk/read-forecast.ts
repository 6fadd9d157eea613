import type { Forecast } from '@countersign/shared/features/license-desk'
import { DAY_MS, HOUR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { DEFAULT_TERMS } from '@countersign/shared/features/license-facts'
import { describeLicenses } from './describe-licenses.ts'
import { instanceLine } from './line-rules.ts'
import { listEndingLicenses, listSilent } from './store.ts'

const MOST = 200
const LOOK_BACK_DAYS = 7
const LOOK_AHEAD_DAYS = 60
const SILENT_HOURS = 2

/** What stops next if nothing is heard and nothing is paid: silent instances, and licenses that come to an end. */
export const readForecast = async (kernel: Pick<Kernel, 'db' | 'clock'>): Promise<Forecast> => {
  const now = kernel.clock.now()
  const silent = await listSilent(kernel.db, {
    seenBefore: now - SILENT_HOURS * HOUR_MS,
    lockedAfter: now - LOOK_BACK_DAYS * DAY_MS,
    limit: MOST,
  })
  const instances = silent.map(({ teamId, product, plan, ...row }) => ({
    ...instanceLine(row, DEFAULT_TERMS, now),
    teamId,
    product,
    plan,
  }))
  const lines = await describeLicenses(kernel, await listEndingLicenses(kernel.db, MOST))
  const licenses = lines
    .filter(({ until }) => until !== null && Date.parse(until) < now + LOOK_AHEAD_DAYS * DAY_MS)
    .toSorted((a, b) => (a.until ?? '').localeCompare(b.until ?? ''))
  return { instances: instances.filter(({ standing }) => standing !== 'running'), licenses }
}
