// Guarantee: a purchase link is mailed once a click: a known customer’s to the billing e-mail, an unknown buyer’s to whom was
// said. A portal link is mailed to the billing e-mail alone, made only when the mail goes out, is shown to nobody here, and
// lies neither in the outbox nor elsewhere in the database.
import { teamIdSchema } from '@countersign/shared/ids'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { composePortalMail, PORTAL_MAIL } from '../../server/features/links/index.ts'
import { linksRouter } from '../../server/features/links/router.ts'
import { sendLink } from '../../server/features/links/send-link.ts'
import { sendDueMails } from '../../server/features/mail/send-due-mails.ts'
import type { OutgoingMail } from '../../server/ports/mailer.ts'
import { newKey, openLinkDesk } from '../support/link-desk.ts'
import { TICKET } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

type LinkDesk = Awaited<ReturnType<typeof openLinkDesk>>

/** What leaves in one round. */
const mailOut = async ({ kernel }: LinkDesk): Promise<OutgoingMail[]> => {
  const sent: OutgoingMail[] = []
  const mailer = {
    send: async (mail: OutgoingMail) => {
      sent.push(mail)
      return { verdict: 'sent' } as const
    },
  }
  await sendDueMails(kernel, mailer, { composers: new Map([[PORTAL_MAIL, composePortalMail(kernel)]]) })
  return sent
}

const outbox = ({ kernel }: LinkDesk) => kernel.db.selectFrom('mail').selectAll().execute()

describe('a purchase link', () => {
  test('is mailed once a click, with what it sells and until when', async () => {
    const at = await openLinkDesk(sandbox)
    const { link, url } = await at.purchase()
    const asked = { id: link.id, to: 'billing@kestrel.example', requestKey: newKey() }
    expect((await sendLink(at.kernel, at.by, asked)).link.sentTo).toBe('billing@kestrel.example')
    await sendLink(at.kernel, at.by, asked)
    const [mail, ...more] = await mailOut(at)
    expect(more).toEqual([])
    expect(mail?.to.address).toBe('billing@kestrel.example')
    expect(mail?.subject).toBe(`Your purchase link (${TICKET})`)
    expect(mail?.text).toContain(url)
    expect(mail?.text).toContain('Business × 3, billed every month')
    // A day after 1 June 2026, when it was made.
    expect(mail?.text).toContain('2 Jun 2026, 00:00 UTC')
    const sent = (await at.logged(link.id)).filter(({ action }) => action === 'purchase-link.sent')
    expect(sent).toHaveLength(1)
    expect(sent[0]?.details).not.toContain('billing@kestrel.example')
  })

  test('that is over is mailed to nobody, nor more than five times', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    const send = () => sendLink(at.kernel, at.by, { id: link.id, to: 'billing@kestrel.example', requestKey: newKey() })
    for (let sent = 0; sent < 5; sent++) await send()
    await expect(send()).rejects.toMatchObject({ code: 'LINKS_TOO_MANY' })
    expect(await outbox(at)).toHaveLength(5)
    const { link: other } = await at.purchase()
    await at.buy(other.id)
    const late = sendLink(at.kernel, at.by, { id: other.id, to: 'billing@kestrel.example', requestKey: newKey() })
    await expect(late).rejects.toMatchObject({ code: 'LINK_NOT_OPEN' })
    expect((await at.rowOf(other.id)).state).toBe('complete')
  })
})

describe('whom a purchase link is mailed to', () => {
  test('a customer whom Stripe knows at the billing e-mail, and nowhere else', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    const send = (to: string) => sendLink(at.kernel, at.by, { id: link.id, to, requestKey: newKey() })
    await expect(send('ada@kestrel.example')).rejects.toMatchObject({ code: 'LINK_ONLY_TO_BILLING_EMAIL' })
    await at.stripe.customers.update(at.customer, { email: '' })
    await expect(send('billing@kestrel.example')).rejects.toMatchObject({ code: 'BILLING_EMAIL_MISSING' })
    expect(await outbox(at)).toEqual([])
  })

  test('a buyer whom Stripe doesn’t know at whichever address was said', async () => {
    const at = await openLinkDesk(sandbox)
    expect(await at.verdictOn('newcomer', '#9')).toBe('unknown')
    const buyer = { kind: 'unknown', teamId: teamIdSchema.parse('newcomer'), email: null } as const
    const { link } = await at.purchase({ ticket: '#9', buyer })
    await sendLink(at.kernel, at.by, { id: link.id, to: 'ada@newcomer.example', requestKey: newKey() })
    expect((await mailOut(at)).map(({ to }) => to.address)).toEqual(['ada@newcomer.example'])
  })
})

describe('a portal link', () => {
  test('is mailed to the billing e-mail with a link made on the way out', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.portalAsked()
    const link = await at.mailPortal(asked)
    expect((await at.mailPortal(asked)).id).toBe(link.id)
    expect(link).toMatchObject({ kind: 'portal', state: 'given', sentTo: 'billing@kestrel.example' })
    const [mail, ...more] = await mailOut(at)
    expect(more).toEqual([])
    expect(mail?.to.address).toBe('billing@kestrel.example')
    const address = /http\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    expect(await (await fetch(address)).text()).toContain('Kestrel Robotics – Werk Nord')
    // Once more after it left: the same click is the same mail.
    await at.mailPortal(asked)
    expect(await mailOut(at)).toEqual([])
    expect((await at.logged(link.id)).map(({ action }) => action)).toEqual(['portal-link.sent'])
    expect(await at.everyText()).not.toContain(address.split('/').at(-1))
  })

  test('is handed to nobody here: no answer of the desk holds an address', async () => {
    const at = await openLinkDesk(sandbox)
    const staff = { ...at.ines, roles: ['support' as const] }
    const caller = linksRouter.createCaller({ kernel: at.kernel, staff, requestId: 'req', address: '192.0.2.1' })
    const link = await caller.mailPortal(at.portalAsked())
    expect(await mailOut(at)).toHaveLength(1)
    const answers = [link, await caller.read({ id: link.id })]
    expect(JSON.stringify(answers)).not.toContain('http')
    expect(Object.keys(linksRouter._def.procedures).toSorted()).toEqual([
      'close',
      'list',
      'mailPortal',
      'options',
      'purchase',
      'read',
      'send',
    ])
  })

  test('is not mailed without a billing e-mail, to a former one, or an hour late', async () => {
    const at = await openLinkDesk(sandbox)
    await at.mailPortal()
    await at.stripe.customers.update(at.customer, { email: 'new@kestrel.example' })
    expect(await mailOut(at)).toEqual([])
    await at.mailPortal()
    at.kernel.clock.advance(3_600_001)
    expect(await mailOut(at)).toEqual([])
    expect((await outbox(at)).map(({ state, problem }) => [state, problem])).toEqual([
      ['failed', 'This is not the customer’s billing e-mail any more.'],
      ['failed', 'Not sent within an hour, which is too late for such a link.'],
    ])
    await at.stripe.customers.update(at.customer, { email: '' })
    await expect(at.mailPortal()).rejects.toMatchObject({ code: 'BILLING_EMAIL_MISSING' })
  })

  test('that Stripe can’t make just now goes out with the next attempt', async () => {
    const at = await openLinkDesk(sandbox)
    await at.mailPortal()
    at.fail({ kind: 'drop_before', path: '/v1/billing_portal/sessions', times: 2 })
    expect(await mailOut(at)).toEqual([])
    at.kernel.clock.advance(60_000)
    expect(await mailOut(at)).toHaveLength(1)
  })
})
