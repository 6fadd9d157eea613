import type { Licenses, LicensesWish } from '@countersign/shared/features/license-desk'
import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { describeLicenses } from './describe-licenses.ts'
import { listLicensePage } from './store.ts'

const PAGE = 50
const SOON_DAYS = 60

/** Newest first, page by page. */
export const searchLicenses = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { show, text = '', cursor }: LicensesWish,
): Promise<Licenses> => {
  const soon = dayOf(toIso(kernel.clock.now() + SOON_DAYS * DAY_MS))
  const asked = { show, text: text === '' ? null : text, before: cursor ?? null, limit: PAGE + 1, soon }
  const found = await listLicensePage(kernel.db, asked)
  const rows = found.slice(0, PAGE)
  return {
    licenses: await describeLicenses(kernel, rows),
    nextCursor: found.length > PAGE ? (rows.at(-1)?.id ?? null) : null,
  }
}
