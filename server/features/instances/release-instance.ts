import type { Refused, ReleaseCall, Released } from '@countersign/shared/licenses-api'
import { refused } from './answer-rules.ts'
import { findInstance } from './find-instance.ts'
import type { Parts } from './open-parts.ts'

/** The program gives its seat back; durable before the reply. */
export const releaseInstance = async (parts: Parts, { instance, token }: ReleaseCall): Promise<Released | Refused> => {
  const found = await findInstance(parts, { instance, token, version: '' })
  if ('verdict' in found) return found
  const { row, given } = found
  if (given.epoch !== row.epoch) return refused('BAD_TOKEN', { tokenFault: 'old-epoch' })
  if (row.releasedAt === null) await parts.seats.release({ id: row.id, licenseId: row.licenseId, by: 'program' })
  return { verdict: 'ok' }
}
