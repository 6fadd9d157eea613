import type { ActivateCall, Activated, Refused } from '@countersign/shared/licenses-api'
import { toIso } from '@countersign/shared/times'
import { hashKey, readKey } from '../licenses/index.ts'
import type { Activation } from './activate-in-book.ts'
import { noticesOf, refused } from './answer-rules.ts'
import { hashNonce } from './hash-nonce.ts'
import { intervalsOf } from './interval-rules.ts'
import { makeLease } from './make-lease.ts'
import type { Parts } from './open-parts.ts'

const answer = async (
  parts: Parts,
  { row, license, state, keyValidUntil, isKnown }: Activation,
): Promise<Activated> => {
  const { checkEverySeconds, graceMs } = intervalsOf(license.terms, row.isEphemeral === 1)
  const { updatesUntil } = license.plan
  const now = row.lastSeenAt
  const { id: instance, installId, environment, nonceHash, runUntil, seatUntil } = row
  const wish = { license, instance, installId, environment, nonceHash, now, runUntil, seatUntil }
  return {
    verdict: 'ok',
    instance,
    license: license.id,
    isKnown,
    token: parts.tokens.write(instance, { epoch: row.epoch, sequence: 0, nonceHash }),
    lease: await makeLease(parts, wish),
    plan: license.plan,
    checkEverySeconds,
    graceSeconds: graceMs / 1000,
    serverTime: toIso(now),
    notices: noticesOf({ state, updatesUntil, keyValidUntil, isSuspect: row.cloneSuspectedAt !== null }, now),
  }
}

/** Takes a seat; it is durable before the reply. */
export const activateInstance = async (
  parts: Parts,
  call: ActivateCall,
  address: string,
): Promise<Activated | Refused> => {
  const key = readKey(call.key)
  if (key === null) return refused('UNKNOWN_KEY', { isMistyped: true })
  const { kernel, clones, seats } = parts
  const task = { call, mac: hashKey(kernel.keys, key), nonceHash: hashNonce(call.nonce), address, clones }
  const outcome = await seats.activate(task)
  return outcome.verdict === 'refused' ? outcome : answer(parts, outcome)
}
