import type { ActivateCall, Activated, Refused } from '@countersign/shared/licenses-api'
import { toIso } from '@countersign/shared/times'
import { findLicenseKeys, hashTypedKey } from '../licenses/index.ts'
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
  const { kernel, clones, seats } = parts
  const { mac, isWhole } = hashTypedKey(kernel.keys, call.key)
  // A typing error, unless it was brought over from another system.
  if (!isWhole && (await findLicenseKeys(kernel.db, [mac])).length === 0)
    return refused('UNKNOWN_KEY', { isMistyped: true })
  const task = { call, mac, nonceHash: hashNonce(call.nonce), address, clones }
  const outcome = await seats.activate(task)
  return outcome.verdict === 'refused' ? outcome : answer(parts, outcome)
}
