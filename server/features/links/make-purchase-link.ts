import type { OpenedLink, PurchaseLinkInput } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { beginLink, type By } from './begin-link.ts'
import { createSession } from './create-session.ts'
import { failLink } from './fail-link.ts'
import { findRepeated } from './find-repeated.ts'
import { findSession } from './find-session.ts'
import { periodWords } from './link-rules.ts'
import { needReturnUrl } from './need-return-url.ts'
import { noteCheckout } from './note-checkout.ts'
import { proveBuyer, type ProvenBuyer } from './prove-buyer.ts'
import { readLink } from './read-link.ts'
import { readOffer } from './read-offer.ts'
import type { LinkRow } from './store.ts'

const fingerprintOf = ({ ticket, buyer, priceStripeId, quantity }: PurchaseLinkInput): string =>
  contentHash({ kind: 'checkout', ticket, buyer, priceStripeId, quantity })

/** In the log before Stripe is asked. */
const begin = async (kernel: Kernel, by: By, { asked, proven }: { asked: PurchaseLinkInput; proven: ProvenBuyer }) => {
  const { ticket, buyer, priceStripeId, quantity, requestKey } = asked
  const { teamId, customerStripeId, name, currency } = proven
  const offer = await readOffer(kernel, { priceStripeId, currency })
  return inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    const begun = await beginLink(
      tx,
      { actor: by.actor, at },
      {
        kind: 'checkout',
        requestKey,
        fingerprint: fingerprintOf(asked),
        teamId,
        customerStripeId,
        buyerEmail: buyer.kind === 'unknown' ? buyer.email : null,
        ticket,
        plan: offer.name,
        period: periodWords(offer.interval, offer.intervalCount),
        priceStripeId,
        quantity,
        state: 'making',
      },
    )
    if (!begun.isNew) return begun
    await recordAudit(tx, at, {
      ...by,
      action: 'purchase-link.asked',
      subject: { kind: 'link', id: begun.row.id },
      ticket,
      details: { team: teamId, customer: customerStripeId, price: priceStripeId, quantity },
      personal: name === null ? {} : { subjectName: name },
    })
    return begun
  })
}

/** What Stripe refused is over; where it gave no clear answer, the same form asks again under the same key. */
const failRefused = async (kernel: Kernel, by: By, { row, error }: { row: LinkRow; error: unknown }): Promise<void> => {
  if (!(error instanceof GatewayError) || error.failure !== 'refused') return
  await failLink(kernel, row, { problem: error.stripe?.message ?? 'Stripe refused it and gave no reason.', by })
}

const carryOut = async (kernel: Kernel, by: By, { row, isNew }: { row: LinkRow; isNew: boolean }) => {
  const found = isNew ? null : await findSession(kernel, row)
  const state =
    found ??
    (await createSession(kernel, row).catch(async (error: unknown) => {
      await failRefused(kernel, by, { row, error })
      throw error
    }))
  await inTransaction(kernel.db, (tx) => noteCheckout(tx, state, { at: kernel.clock.now(), by }))
}

/**
 * Makes a page on which the team can buy, and a link to it. Not approved, since no money is given; in the log, and bounded
 * for each person. Refuses with LINKS_NOT_SET_UP, PRICE_NOT_LISTED, CURRENCY_DIFFERS, LINKS_TOO_MANY and whatever the
 * proof lacks.
 */
export const makePurchaseLink = async (kernel: Kernel, by: By, asked: PurchaseLinkInput): Promise<OpenedLink> => {
  needReturnUrl(kernel)
  const { requestKey } = asked
  const known = await findRepeated(kernel.db, {
    staffId: by.actor.id,
    requestKey,
    fingerprint: fingerprintOf(asked),
  })
  if (known && known.state !== 'making') return readLink(kernel, known.id)
  const proven = await proveBuyer(kernel, asked)
  const begun = known ? { row: known, isNew: false } : await begin(kernel, by, { asked, proven })
  if (begun.row.state === 'making') await carryOut(kernel, by, begun)
  return readLink(kernel, begun.row.id)
}
