import { HOUR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import type { ComposeMail } from '../mail/index.ts'
import { withAddress } from './mail-text-rules.ts'
import { findLink, type LinkRow } from './store.ts'

/** Whoever asked for it isn't waiting any more, and the proof may be over. */
const TOO_LATE_MS = HOUR_MS

type Ready =
  | { readonly is: 'ready'; readonly portal: { readonly customerStripeId: string; readonly returnUrl: string } }
  | { readonly is: 'not'; readonly why: string }

const readyOf = ({ clock, settings }: Kernel, row: LinkRow | undefined): Ready => {
  const { linkReturnUrl: returnUrl } = settings
  const customerStripeId = row?.customerStripeId ?? null
  if (!row || customerStripeId === null || returnUrl === null)
    return { is: 'not', why: 'There is no portal link to put in.' }
  return clock.now() - row.madeAt > TOO_LATE_MS
    ? { is: 'not', why: 'Not sent within an hour, which is too late for such a link.' }
    : { is: 'ready', portal: { customerStripeId, returnUrl } }
}

/** Makes the portal link of a mail that goes out now; each attempt its own, since they work for minutes. */
export const composePortalMail =
  (kernel: Kernel): ComposeMail =>
  async ({ key, text, attempt, address }) => {
    const id = key.slice(key.indexOf(':') + 1)
    const ready = readyOf(kernel, await findLink(kernel.db, id))
    if (ready.is === 'not') return { verdict: 'never', why: ready.why }
    try {
      const customer = await kernel.stripe.readCustomer(ready.portal.customerStripeId)
      if (customer?.email !== address)
        return { verdict: 'never', why: 'This is not the customer’s billing e-mail any more.' }
      const { url } = await kernel.stripe.createPortalLink(ready.portal, `portal-link/${id}/${attempt}`)
      return { verdict: 'composed', text: withAddress(text, url) }
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      const verdict = error.failure === 'refused' ? 'never' : 'later'
      return { verdict, why: 'Stripe made no portal link for this mail.' }
    }
  }
