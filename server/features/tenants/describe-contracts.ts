import type { Contract } from '@countersign/shared/features/contracts'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { contractStanding } from './contract-rules.ts'
import { parseContract } from './parse-contract.ts'
import { type ContractRow, listContracts } from './store.ts'

const standingOf = (row: ContractRow, now: number): Contract['standing'] => {
  const standing = contractStanding(parseContract(row), now)
  if (!standing) return null
  const { state, reason } = standing
  return state === 'active' || state === 'flagged' || state === 'coming'
    ? { state, reason }
    : { state: 'ended', reason }
}

const describe = (row: ContractRow, now: number): Contract => {
  const { id, teamId, kind, reference, priceStripeId, planName, limits, support, startsAt, endsAt, ...rest } =
    parseContract(row)
  const { graceDays, revision } = rest
  const times = { startsAt: toIso(startsAt), endsAt: toIso(endsAt), graceDays }
  const standing = standingOf(row, now)
  return { id, teamId, kind, reference, priceStripeId, planName, limits, support, ...times, revision, standing }
}

/** A team's contracts, the newest first. */
export const describeContracts = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  teamId: string,
): Promise<Contract[]> => {
  const rows = await listContracts(db, teamId)
  return rows.map((row) => describe(row, clock.now())).toReversed()
}
