import type { MeterSetup } from '@countersign/shared/features/metering'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { USUAL_BAND } from './reading-rules.ts'
import { countOpen, listFaults, readTurn } from './store.ts'

const MOST_FAULTS = 50

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

/** How counts come in here, and what needs somebody. */
export const readMeteringSetup = async ({ db, settings }: Pick<Kernel, 'db' | 'settings'>): Promise<MeterSetup> => {
  const { band = USUAL_BAND, pull = null } = settings.metering ?? {}
  const pulled = await readTurn(db, 'pull')
  const faults = await listFaults(db, MOST_FAULTS)
  return {
    ...(await countOpen(db)),
    pull: pull && { ...pull, endedAt: isoOrNull(pulled.endedAt), problem: pulled.problem },
    band,
    readAt: isoOrNull((await readTurn(db, 'items')).endedAt),
    faults: faults.map(({ stripeId, teamId, problem }) => ({
      itemStripeId: stripeId,
      teamId,
      problem: problem ?? '',
    })),
  }
}
