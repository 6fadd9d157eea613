// Guarantee: a purchase link is mailed to whom was said, once a click. A portal link is mailed to the billing e-mail alone,
// made only when the mail goes out, and lies neither in the outbox nor anywhere else in the database.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { composePortalMail, PORTAL_MAIL } from '../../server/features/links/index.ts'
import { refreshLinks } from '../../server/features/links/refresh-links.ts'
import { sendLink } from '../../server/features/links/send-link.ts'
import { sendDueMails } from '../../server/features/mail/send-due-mails.ts'
import type { OutgoingMail } from '../../server/ports/mailer.ts'
import { newKey, openLinkDesk } from '../support/link-desk.ts'
import { TICKET } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const DAY_MS = 86_400_000

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
    const asked = { id: link.id, to: 'ada@kestrel.example', requestKey: newKey() }
    expect((await sendLink(at.kernel, at.by, asked)).link.sentTo).toBe('ada@kestrel.example')
    await sendLink(at.kernel, at.by, asked)
    const [mail, ...more] = await mailOut(at)
    expect(more).toEqual([])
    expect(mail?.to.address).toBe('ada@kestrel.example')
    expect(mail?.subject).toBe(`Your purchase link (${TICKET})`)
    expect(mail?.text).toContain(url)
    expect(mail?.text).toContain('Business × 3, billed every month')
    // A day after 1 June 2026, when it was made.
    expect(mail?.text).toContain('2 Jun 2026, 00:00 UTC')
    const sent = (await at.logged(link.id)).filter(({ action }) => action === 'purchase-link.sent')
    expect(sent).toHaveLength(1)
    expect(sent[0]?.details).not.toContain('ada@kestrel.example')
  })

  test('that is over is mailed to nobody, nor more than five times', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    const send = () => sendLink(at.kernel, at.by, { id: link.id, to: 'ada@kestrel.example', requestKey: newKey() })
    for (let sent = 0; sent < 5; sent++) await send()
    await expect(send()).rejects.toMatchObject({ code: 'LINKS_TOO_MANY' })
    expect(await outbox(at)).toHaveLength(5)
    const { link: other } = await at.purchase()
    await at.buy(other.id)
    const late = sendLink(at.kernel, at.by, { id: other.id, to: 'ada@kestrel.example', requestKey: newKey() })
    await expect(late).rejects.toMatchObject({ code: 'LINK_NOT_OPEN' })
    expect((await at.rowOf(other.id)).state).toBe('complete')
  })
})

describe('a portal link', () => {
  test('is shown to who asked, opens the customer’s pages, and is kept nowhere', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.portalAsked()
    const { link, url } = await at.portal(asked)
    expect(link).toMatchObject({ kind: 'portal', state: 'given', sentTo: null })
    expect(await (await fetch(url ?? '')).text()).toContain('Kestrel Robotics – Werk Nord')
    expect((await at.portal(asked)).url).toBe(url)
    const secret = url?.split('/').at(-1) ?? 'none'
    expect(await at.everyText()).not.toContain(secret)
    expect((await at.logged(link.id)).map(({ action }) => action).toSorted()).toEqual([
      'portal-link.asked',
      'portal-link.made',
    ])
  })

  test('whose answer was lost is the same one when the form asks again, and given up after a day', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.portalAsked()
    at.fail({ kind: 'drop_after', path: '/v1/billing_portal/sessions', times: 2 })
    await expect(at.portal(asked)).rejects.toMatchObject({ gateway: 'stripe' })
    const { link } = await at.portal(asked)
    expect(link.state).toBe('given')
    at.fail({ kind: 'drop_before', path: '/v1/billing_portal/sessions', times: 2 })
    await expect(at.portal()).rejects.toMatchObject({ gateway: 'stripe' })
    at.kernel.clock.advance(DAY_MS + 1)
    await refreshLinks(at.kernel, at.kernel.clock.now())
    const rows = await at.kernel.db.selectFrom('link').select(['id', 'state']).execute()
    expect(rows.map(({ state }) => state).toSorted()).toEqual(['failed', 'given'])
  })

  test('is mailed to the billing e-mail with a link made on the way out', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.portalAsked()
    const { link, url } = await at.mailPortal(asked)
    await at.mailPortal(asked)
    expect({ url, sentTo: link.sentTo }).toEqual({ url: null, sentTo: 'billing@kestrel.example' })
    const [mail, ...more] = await mailOut(at)
    expect(more).toEqual([])
    expect(mail?.to.address).toBe('billing@kestrel.example')
    const address = /http\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    expect((await fetch(address)).status).toBe(200)
    expect(await at.everyText()).not.toContain(address.split('/').at(-1))
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
