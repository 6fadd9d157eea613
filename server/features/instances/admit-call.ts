import type { Refused } from '@countersign/shared/licenses-api'
import type { Queryable } from '../../ports/database.ts'
import { type LicenseView, type Release, type StateVerdict, stateOf } from '../licenses/index.ts'
import { overLimits, refusalOfState, refused } from './answer-rules.ts'
import { readRegister } from './read-register.ts'

export interface Call {
  /** null where the license was found by an instance of it. */
  readonly product: string | null
  readonly running: Release
  readonly counts: Readonly<Record<string, number>> | undefined
}

export interface Admitted {
  readonly state: StateVerdict
  readonly refusal: Refused | null
}

/** Whether a license serves such a program now, seats aside. */
export const admitCall = async (
  db: Queryable,
  license: LicenseView,
  { product, running, counts, now }: Call & { now: number },
): Promise<Admitted> => {
  const state = stateOf(license.standing, now)
  if (product !== null && product !== license.product) return { state, refusal: refused('WRONG_PRODUCT') }
  const byState = refusalOfState(state)
  if (byState) return { state, refusal: byState }
  const { updatesUntil } = license.plan
  const byVersion = await readRegister(db, { product: license.product, updatesUntil, running })
  if (byVersion) return { state, refusal: byVersion }
  const over = overLimits(license.plan.limits, counts ?? {})
  return { state, refusal: over.length > 0 ? refused('FLEET_TOO_LARGE', { over }) : null }
}
