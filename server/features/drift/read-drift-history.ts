import type { DriftHistory } from '@countersign/shared/features/drift'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listEvents } from './store.ts'

const MOST_EVENTS = 100

/** What became of a finding, newest first. */
export const readDriftHistory = async ({ db }: Pick<Kernel, 'db'>, findingId: string): Promise<DriftHistory> => {
  const rows = await listEvents(db, findingId, MOST_EVENTS)
  return { events: rows.map(({ findingId: _finding, at, ...event }) => ({ ...event, at: toIso(at) })) }
}
