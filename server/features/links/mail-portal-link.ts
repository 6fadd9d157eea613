import type { Link, PortalLinkInput } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { queueMail } from '../mail/index.ts'
import { beginLink, type By } from './begin-link.ts'
import { describeLink } from './describe-link.ts'
import { PORTAL_MAIL, portalMail } from './mail-text-rules.ts'
import { needReturnUrl } from './need-return-url.ts'
import { proveBuyer } from './prove-buyer.ts'
import { needLink } from './need-link.ts'
import { readBillingEmail } from './read-billing-email.ts'
import { moveLink } from './store.ts'

/**
 * Has a portal link mailed to the customer's billing e-mail; it is made when the mail goes out, and nobody here sees it:
 * whoever holds it acts as the customer, without a second person. Refuses with BILLING_EMAIL_MISSING, and as a purchase
 * link does.
 */
export const mailPortalLink = async (kernel: Kernel, by: By, asked: PortalLinkInput): Promise<Link> => {
  needReturnUrl(kernel)
  const { ticket, customerStripeId, requestKey } = asked
  const { teamId } = await proveBuyer(kernel, { ticket, buyer: { kind: 'proven', customerStripeId } })
  const address = await readBillingEmail(kernel, customerStripeId)
  const id = await inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    const fingerprint = contentHash({ kind: 'portal-mail', ticket, customerStripeId })
    const wanted = {
      kind: 'portal',
      requestKey,
      fingerprint,
      teamId,
      customerStripeId,
      ticket,
      state: 'given',
    } as const
    const { row, isNew } = await beginLink(tx, { actor: by.actor, at }, wanted)
    if (!isNew) return row.id
    const mailKey = `${PORTAL_MAIL}:${row.id}`
    const mail = portalMail({ ticket, from: by.actor.name })
    await queueMail(tx, at, { key: mailKey, to: { name: '', address }, ...mail })
    await moveLink(tx, { id: row.id, from: ['given'] }, { sentTo: address, mailKey, sends: 1 })
    await recordAudit(tx, at, {
      ...by,
      action: 'portal-link.sent',
      subject: { kind: 'link', id: row.id },
      ticket,
      details: { team: teamId, customer: customerStripeId },
      personal: { sentTo: address },
    })
    return row.id
  })
  return describeLink(await needLink(kernel, id))
}
