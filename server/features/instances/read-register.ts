import type { Queryable } from '../../ports/database.ts'
import { coverageOf, listReleases, type Release } from '../licenses/index.ts'
import { refusalOfVersion } from './answer-rules.ts'
import type { Refused } from '@countersign/shared/licenses-api'

interface Running {
  readonly product: string
  readonly updatesUntil: string | null
  readonly running: Release
}

/** Whether a version is covered, by the whole register; null = it is. */
export const readRegister = async (
  db: Queryable,
  { product, updatesUntil, running }: Running,
): Promise<Refused | null> => {
  if (updatesUntil === null) return null
  const register = await listReleases(db, product)
  return refusalOfVersion(coverageOf(running, { register, updatesUntil }), updatesUntil)
}
