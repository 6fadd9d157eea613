import type { Kernel } from '../../kernel/context.ts'
import { listDue, readGate } from './store.ts'

/** While something is due that may be in nobody's hands yet. */
const BUSY_MS = 250
/** What this process begins is announced; this is for what another replica began, or left unfinished. */
const IDLE_MS = 1000
/** More than becomes due again within one idle pause. */
const CANDIDATES = 64

export interface Due {
  /** How many could work side by side. */
  readonly hands: number
  /** When to look again, at the latest. */
  readonly againMs: number
}

/** Reads only. A pause is work for one, even when nothing is due: somebody has to lift it. */
export const lookForDue = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, most: number): Promise<Due> => {
  const { pausedSince } = await readGate(db)
  const now = clock.now()
  const due = await listDue(db, now, most)
  if (due.length > 0) return { hands: due.length, againMs: BUSY_MS }
  if (pausedSince !== null) return { hands: 1, againMs: BUSY_MS }
  const soon = await listDue(db, now + IDLE_MS, CANDIDATES)
  return { hands: 0, againMs: Math.min(IDLE_MS, ...soon.map(({ nextAt }) => Math.max(0, nextAt - now))) }
}
