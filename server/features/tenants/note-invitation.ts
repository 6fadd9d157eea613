import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import { queueMail } from '../mail/index.ts'
import { invitationKey, invitationMail, judgeInvitation } from './invitation-rules.ts'
import { findInvitation, insertInvitation } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

const PURPOSE = 'tenant-invitation'

export const sealInvitation = ({ keys }: Pick<Kernel, 'keys'>, url: string): string => keys.seal(PURPOSE, url)

export const unsealInvitation = ({ keys }: Pick<Kernel, 'keys'>, sealed: string): string | null =>
  keys.unseal(PURPOSE, sealed)

interface Received {
  readonly teamId: string
  readonly url: string
  readonly email: string | null
  readonly at: number
}

/**
 * Keeps a link for the first administrator, in the transaction that notes the order as applied. The first one for an address
 * is mailed; one that comes again, after a crash or when the order was handed over anew, only takes its place.
 */
export const noteInvitation = async (
  kernel: Pick<Kernel, 'keys'>,
  tx: Transaction,
  { teamId, url, email, at }: Received,
): Promise<void> => {
  const before = await findInvitation(tx, teamId)
  if (before?.email === email && unsealInvitation(kernel, before.sealedUrl) === url) return
  const verdict = judgeInvitation(url, email)
  if (verdict.is === 'bad' || email === null) {
    const text = verdict.is === 'bad' ? verdict.why : ''
    return tellTenant(tx, { teamId, at }, { kind: 'invited', text })
  }
  const number = (before?.number ?? 0) + 1
  const isFirst = before?.email !== email
  const row = { teamId, number, email, sealedUrl: sealInvitation(kernel, url), receivedAt: at, sends: isFirst ? 1 : 0 }
  await insertInvitation(tx, row)
  if (!isFirst)
    return tellTenant(
      tx,
      { teamId, at },
      { kind: 'invited', text: 'Another invitation came; it was not mailed by itself.' },
    )
  const key = invitationKey({ teamId, number, send: 1 })
  await queueMail(tx, at, { key, to: { name: '', address: email }, ...invitationMail(teamId) })
  return tellTenant(tx, { teamId, at }, { kind: 'invited', text: 'The first administrator is invited by mail.' })
}
