import { createHash } from 'node:crypto'
import { toIso } from '@countersign/shared/times'
import { assert } from '../../kernel/errors.ts'

export interface NamedEvent {
  readonly teamId: string
  readonly itemStripeId: string
  readonly startsAt: number
  readonly revision: number
}

/** Stripe takes no more. */
const MOST = 100
const LONGEST_TEAM = 36
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const HASH_LENGTH = 32

/** Another alphabet than a plain one, so that no team's hash is another's name. */
const teamWord = (teamId: string): string =>
  teamId.length <= LONGEST_TEAM && PLAIN.test(teamId)
    ? teamId
    : `~${createHash('sha256').update(teamId, 'utf8').digest('hex').slice(0, HASH_LENGTH)}`

/**
 * `tenant/item/period/revision`, at most 100 characters: what Stripe knows an event again by. The item stands for its meter: two
 * items of one team may have the same.
 */
export const nameEvent = ({ teamId, itemStripeId, startsAt, revision }: NamedEvent): string => {
  const period = toIso(startsAt).slice(0, 'yyyy-mm-ddThh:mm'.length)
  const name = `${teamWord(teamId)}/${itemStripeId}/${period}/${revision}`
  assert(name.length <= MOST, 'a longer identifier than Stripe takes')
  return name
}
