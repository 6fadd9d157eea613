import type { Refused } from '@countersign/shared/licenses-api'
import { refused } from './answer-rules.ts'
import type { FoundInstance } from './gather-reads.ts'
import type { Parts } from './open-parts.ts'
import { readToken, type ReadToken } from './token-rules.ts'

export interface ProvenInstance extends FoundInstance {
  /** Genuine, of whatever epoch. */
  readonly given: ReadToken
}

/** The instance that shows a token of its own. */
export const findInstance = async (
  { reads, tokens }: Parts,
  { instance, token, version }: { instance: string; token: string; version: string },
): Promise<ProvenInstance | Refused> => {
  const given = readToken(token)
  if (given === null) return refused('BAD_TOKEN', { tokenFault: 'unreadable' })
  // Before anything is looked up: who shows no genuine token learns nothing, and costs no reading.
  if (!tokens.isGenuine(instance, given)) return refused('BAD_TOKEN', { tokenFault: 'forged' })
  const found = await reads.find(instance, version)
  return found ? { ...found, given } : refused('UNKNOWN_INSTANCE')
}
