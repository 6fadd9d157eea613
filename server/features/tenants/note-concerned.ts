import type { Transaction } from '../../ports/database.ts'
import { noteTenant } from './note-tenant.ts'
import type { ConcernedTeams } from './read-concerned.ts'

/** Teams that an event concerns, always in the order of their ids, so that two of these never wait for each other. */
export const noteConcerned = async (tx: Transaction, concerned: readonly ConcernedTeams[]): Promise<void> => {
  const at = Math.max(0, ...concerned.map((one) => one.at))
  const teamIds = new Set(concerned.flatMap((one) => one.teamIds))
  for (const teamId of [...teamIds].toSorted()) await noteTenant(tx, teamId, at)
}
