import type { LicenseLine } from '@countersign/shared/features/license-desk'
import type { Kernel } from '../../kernel/context.ts'
import { describeLicenses } from './describe-licenses.ts'
import { listLicensesOfTeams } from './store.ts'

const MOST = 100

/** Newest first. */
export const listTeamLicenses = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  teamIds: readonly string[],
): Promise<LicenseLine[]> => describeLicenses(kernel, await listLicensesOfTeams(kernel.db, teamIds, MOST))
