import type { Kernel } from '../../kernel/context.ts'
import type { ComposeMail } from '../mail/index.ts'
import { INVITATION_SEAL, readInvitationKey, withInvitation } from './invitation-rules.ts'
import { findInvitation } from './store.ts'

const GONE = 'There is no invitation to put in.'

/** Puts the link into a mail that goes out now: the outbox never holds it. */
export const composeInvitation =
  (kernel: Kernel): ComposeMail =>
  async ({ key, text, address }) => {
    const wanted = readInvitationKey(key)
    const row = wanted && (await findInvitation(kernel.db, wanted.teamId, wanted.number))
    const url = row && kernel.keys.unseal(INVITATION_SEAL, row.sealedUrl)
    if (!row || !url) return { verdict: 'never', why: GONE }
    if (row.email !== address) return { verdict: 'never', why: 'This is not whom the invitation is for.' }
    return { verdict: 'composed', text: withInvitation(text, url) }
  }
