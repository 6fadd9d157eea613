import type { OpenedLink, SendLinkInput } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { queueMail } from '../mail/index.ts'
import { askAboutLink } from './ask-about-link.ts'
import type { By } from './begin-link.ts'
import { maySend } from './link-rules.ts'
import { purchaseMail } from './mail-text-rules.ts'
import { proveBuyer } from './prove-buyer.ts'
import { needLink } from './need-link.ts'
import { readBillingEmail } from './read-billing-email.ts'
import { readLink } from './read-link.ts'
import { type LinkRow, moveLink } from './store.ts'

/** The same proof that making it took. */
const proveAgain = (kernel: Kernel, { ticket, teamId, customerStripeId }: LinkRow) =>
  proveBuyer(kernel, {
    ticket,
    buyer: customerStripeId === null ? { kind: 'unknown', teamId } : { kind: 'proven', customerStripeId },
  })

/** A customer whom Stripe knows is written to where it bills them; for anybody else no address is proven. */
const checkAddress = async (kernel: Kernel, { customerStripeId }: LinkRow, to: string): Promise<void> => {
  if (customerStripeId === null || (await readBillingEmail(kernel, customerStripeId)) === to) return
  throw new AppError('LINK_ONLY_TO_BILLING_EMAIL')
}

const MAILED_ENOUGH = 'This one was mailed five times already.'

interface Sending {
  readonly row: LinkRow
  readonly asked: SendLinkInput
  readonly url: string
  readonly expiresAt: string
}

/** The mail, the row and the entry in the log, or none of them; the same click again changes nothing. */
const send = async (
  tx: Transaction,
  { by, at }: { readonly by: By; readonly at: number },
  { row, asked, url, expiresAt }: Sending,
): Promise<void> => {
  const mailKey = `purchase-link:${row.id}:${by.actor.id}:${asked.requestKey}`
  const mail = purchaseMail({
    what: `${row.plan ?? ''} × ${row.quantity ?? 1}`,
    period: row.period ?? '',
    ticket: row.ticket,
    url,
    expiresAt,
    from: by.actor.name,
  })
  if (!(await queueMail(tx, at, { key: mailKey, to: { name: '', address: asked.to }, ...mail }))) return
  if (!maySend(row.sends)) throw new AppError('LINKS_TOO_MANY', { data: { words: MAILED_ENOUGH } })
  const change = { sentTo: asked.to, mailKey, sends: row.sends + 1 }
  if (!(await moveLink(tx, { id: row.id, from: ['open'] }, change))) throw new AppError('LINK_NOT_OPEN')
  await recordAudit(tx, at, {
    ...by,
    action: 'purchase-link.sent',
    subject: { kind: 'link', id: row.id },
    ticket: row.ticket,
    details: { team: row.teamId, customer: row.customerStripeId },
    personal: { sentTo: asked.to },
  })
}

/**
 * Mails an open purchase link. Refuses with NOT_FOUND, LINK_NOT_OPEN, LINKS_TOO_MANY, LINK_ONLY_TO_BILLING_EMAIL,
 * BILLING_EMAIL_MISSING and whatever the proof lacks.
 */
export const sendLink = async (kernel: Kernel, by: By, asked: SendLinkInput): Promise<OpenedLink> => {
  const row = await needLink(kernel, asked.id)
  if (row.kind !== 'checkout' || row.state !== 'open') throw new AppError('LINK_NOT_OPEN')
  await proveAgain(kernel, row)
  await checkAddress(kernel, row, asked.to)
  const state = await askAboutLink(kernel, row)
  if (state?.status !== 'open' || state.url === null) throw new AppError('LINK_NOT_OPEN')
  const { url, expiresAt } = state
  const at = kernel.clock.now()
  await inTransaction(kernel.db, (tx) => send(tx, { by, at }, { row, asked, url, expiresAt }))
  return readLink(kernel, row.id)
}
