import type { OpenedLink, PortalLinkInput } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, GatewayError } from '../../kernel/errors.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { beginLink, type By } from './begin-link.ts'
import { describeLink } from './describe-link.ts'
import { failLink } from './fail-link.ts'
import { needReturnUrl } from './need-return-url.ts'
import { proveBuyer } from './prove-buyer.ts'
import { needLink } from './need-link.ts'
import { type LinkRow, moveLink } from './store.ts'

const begin = async (kernel: Kernel, by: By, { ticket, customerStripeId, requestKey }: PortalLinkInput) => {
  const { teamId, name } = await proveBuyer(kernel, { ticket, buyer: { kind: 'proven', customerStripeId } })
  return inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    const fingerprint = contentHash({ kind: 'portal', ticket, customerStripeId })
    const asked = {
      kind: 'portal',
      requestKey,
      fingerprint,
      teamId,
      customerStripeId,
      ticket,
      state: 'making',
    } as const
    const { row, isNew } = await beginLink(tx, { actor: by.actor, at }, asked)
    if (!isNew) return row
    await recordAudit(tx, at, {
      ...by,
      action: 'portal-link.asked',
      subject: { kind: 'link', id: row.id },
      ticket,
      details: { team: teamId, customer: customerStripeId },
      personal: name === null ? {} : { subjectName: name },
    })
    return row
  })
}

const keepGiven = (kernel: Kernel, by: By, { id, ticket, teamId, customerStripeId }: LinkRow): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    if (!(await moveLink(tx, { id, from: ['making'] }, { state: 'given', checkedAt: at }))) return
    await recordAudit(tx, at, {
      ...by,
      action: 'portal-link.made',
      subject: { kind: 'link', id },
      ticket,
      details: { team: teamId, customer: customerStripeId },
    })
  })

/**
 * A link into the customer's own billing pages, for minutes. That it was made is kept; the address goes to the person who
 * asked and nowhere else. Refuses as a purchase link does.
 */
export const makePortalLink = async (kernel: Kernel, by: By, asked: PortalLinkInput): Promise<OpenedLink> => {
  const returnUrl = needReturnUrl(kernel)
  const row = await begin(kernel, by, asked)
  if (row.state === 'failed') throw new AppError('LINK_NOT_OPEN')
  const { customerStripeId } = asked
  const { url } = await kernel.stripe
    .createPortalLink({ customerStripeId, returnUrl }, `portal-link/${row.id}`)
    .catch(async (error: unknown) => {
      if (error instanceof GatewayError && error.failure === 'refused')
        await failLink(kernel, row, { problem: error.stripe?.message ?? 'Stripe refused it and gave no reason.', by })
      throw error
    })
  await keepGiven(kernel, by, row)
  return { link: describeLink(await needLink(kernel, row.id)), url }
}
