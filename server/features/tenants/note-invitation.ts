import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import { queueMail } from '../mail/index.ts'
import { INVITATION_SEAL, invitationKey, invitationMail, judgeInvitation } from './invitation-rules.ts'
import { findInvitation, insertInvitation } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

interface Received {
  readonly teamId: string
  readonly url: string
  readonly email: string | null
  readonly at: number
}

const mailFirst = async (tx: Transaction, { teamId, at }: Received, { to, number }: { to: string; number: number }) => {
  const key = invitationKey({ teamId, number, send: 1 })
  await queueMail(tx, at, { key, to: { name: '', address: to }, ...invitationMail(teamId) })
}

/**
 * Keeps a link for the first administrator, in the transaction that notes the order as applied. The first one for an address
 * is mailed; one that comes again, after a crash or when the order was handed over anew, only takes its place.
 */
export const noteInvitation = async (
  { keys }: Pick<Kernel, 'keys'>,
  tx: Transaction,
  received: Received,
): Promise<void> => {
  const { teamId, url, email, at } = received
  const tell = (text: string) => tellTenant(tx, { teamId, at }, { kind: 'invited', text })
  const verdict = judgeInvitation(url, email)
  if ('why' in verdict) return tell(verdict.why)
  const { to } = verdict
  const before = await findInvitation(tx, teamId)
  const isKnown = before?.email === to
  if (isKnown && keys.unseal(INVITATION_SEAL, before.sealedUrl) === url) return
  const number = (before?.number ?? 0) + 1
  const sealedUrl = keys.seal(INVITATION_SEAL, url)
  await insertInvitation(tx, { teamId, number, email: to, sealedUrl, receivedAt: at, sends: isKnown ? 0 : 1 })
  if (isKnown) return tell('Another invitation came; it was not mailed by itself.')
  await mailFirst(tx, received, { to, number })
  return tell('The first administrator is invited by mail.')
}
