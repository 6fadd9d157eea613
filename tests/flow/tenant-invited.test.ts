// Guarantee: the first administrator gets one link, and never a password: mailed once, whatever dies on the way, put into no
// outbox and no history, and only as an https address; staff may have it sent again with a reason.
import { expect, test } from 'vitest'
import { sendDueMails } from '../../server/features/mail/send-due-mails.ts'
import { composeInvitation, INVITATION_MAIL } from '../../server/features/tenants/index.ts'
import { readTeamTenant } from '../../server/features/tenants/read-team-tenant.ts'
import { reconcileDue } from '../../server/features/tenants/reconcile-due.ts'
import { sendInvitationAgain } from '../../server/features/tenants/send-invitation-again.ts'
import { listTenantEvents } from '../../server/features/tenants/store.ts'
import { AppError, GatewayError } from '../../server/kernel/errors.ts'
import type { OutgoingMail } from '../../server/ports/mailer.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'
import { ines } from '../support/desk.ts'
import { type Reply, say } from '../support/http-door.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { openTenantDesk } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()
const never = new AbortController().signal

const URL_1 = 'https://kestrel.network.example/invitations/1?token=s3cret'
const URL_2 = 'https://kestrel.network.example/invitations/2?token=0ther'
const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error)

const inviting =
  (invitationUrl: unknown): Reply =>
  (knock, response) => {
    const { type, data } = JSON.parse(knock.text) as { type: string; data: TenantOrder }
    const { tenantId, state } = data
    say(type === 'tenant.wanted' ? 200 : 404, { tenantId, state, invitationUrl })(knock, response)
  }

const openInvited = async (metadata: Record<string, string> = { 'admin-email': 'mara@kestrel.example' }) => {
  const desk = await openTenantDesk(sandbox)
  const { kernel, stripe, moveTo } = desk
  const { id: product } = await stripe.products.create({ name: 'Business', metadata: { 'tenant-plan': 'yes' } })
  const price = { product, currency: 'usd', unit_amount: 9000, recurring: { interval: 'month' as const } }
  const { id } = await stripe.prices.create(price)
  const { id: customer } = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  await stripe.subscriptions.create({ customer, items: [{ price: id }], metadata: { team: 'kestrel', ...metadata } })
  moveTo(JUNE + DAY)
  const outgoing: OutgoingMail[] = []
  const composers = new Map([[INVITATION_MAIL, composeInvitation(kernel)]])
  const send = async () => {
    const mailer = {
      send: async (mail: OutgoingMail) => {
        outgoing.push(mail)
        return { verdict: 'sent' } as const
      },
    }
    await sendDueMails(kernel, mailer, { composers })
    return outgoing.map(({ to, text }) => `${to.address}: ${/https:\S+/.exec(text)?.[0] ?? ''}`)
  }
  const invited = async () =>
    (await listTenantEvents(kernel.db, 'kestrel', 50)).filter(({ kind }) => kind === 'invited').map(({ text }) => text)
  const again = () =>
    sendInvitationAgain(kernel, { actor: ines, requestId: 'req_1', teamId: 'kestrel', reason: 'It went to spam' })
  return { ...desk, send, invited, again }
}

test('mailed once, however often the order is handed over', async () => {
  const { kernel, door, comeBy, send, invited, orders } = await openInvited()
  door.answerWith(inviting(URL_1))
  await comeBy()
  expect(await send()).toEqual([`mara@kestrel.example: ${URL_1}`])
  for (let times = 0; times < 2; times++) {
    await kernel.db.updateTable('tenant').set({ appliedHash: null, nextAt: 0 }).execute()
    await reconcileDue(kernel, 'test', never)
  }
  expect(orders()).toHaveLength(3)
  expect(await send()).toHaveLength(1)
  expect(await invited()).toEqual(['The first administrator is invited by mail.'])
})

test('a death right after the provisioner’s answer costs no invitation, and makes none twice', async () => {
  const { kernel, door, send, comeBy, moveTo } = await openInvited()
  door.answerWith(inviting(URL_1))
  const real = kernel.provisioner
  let lives = 0
  const apply = async (order: TenantOrder) => {
    const verdict = await real.apply(order)
    lives += 1
    if (lives === 1) throw new GatewayError('database', 'unreachable', { retryable: true })
    return verdict
  }
  Object.assign(kernel, { provisioner: { ...real, apply } })
  await comeBy()
  expect(await send()).toEqual([])
  moveTo(JUNE + DAY + 60)
  await comeBy()
  expect(await send()).toEqual([`mara@kestrel.example: ${URL_1}`])
})

test('sent again by staff with a reason, the newest link, in the log; and nobody else sees it', async () => {
  const { kernel, door, comeBy, send, invited, again } = await openInvited()
  await comeBy()
  expect(await again().catch(codeOf)).toBe('TENANT_NOT_INVITED')
  for (const url of [URL_1, URL_2]) {
    door.answerWith(inviting(url))
    await kernel.db.updateTable('tenant').set({ appliedHash: null, nextAt: 0 }).execute()
    await reconcileDue(kernel, 'test', never)
  }
  expect(await send()).toEqual([`mara@kestrel.example: ${URL_1}`])
  await again()
  expect(await send()).toEqual([`mara@kestrel.example: ${URL_1}`, `mara@kestrel.example: ${URL_2}`])
  expect(await invited()).toEqual([
    'The first administrator is invited by mail again: It went to spam',
    'Another invitation came; it was not mailed by itself.',
    'The first administrator is invited by mail.',
  ])
  expect(await readTeamTenant(kernel, 'kestrel')).toMatchObject({
    tenant: { teamId: 'kestrel', state: 'active' },
    invitation: { email: 'mara@kestrel.example', sends: 1 },
    canInvite: true,
  })
  // The Things Stack takes no invitation by a tenant admin key: the screen says so.
  const tenants = { ...kernel.settings.tenants, provisioner: 'the-things-stack' } as const
  const stack = { ...kernel, settings: { ...kernel.settings, tenants } }
  expect(await readTeamTenant(stack, 'kestrel')).toMatchObject({ canInvite: false })
  const log = await kernel.db
    .selectFrom('auditEntry')
    .select(['action', 'reason'])
    .where('actorId', '=', ines.id)
    .execute()
  expect(log).toEqual([{ action: 'tenant.invited-again', reason: 'It went to spam' }])
  for (const table of ['mail', 'tenantEvent', 'tenantInvitation', 'auditEntry'] as const)
    expect(JSON.stringify(await kernel.db.selectFrom(table).selectAll().execute())).not.toMatch(/s3cret|0ther/)
})

test.each([
  ['no https', 'http://kestrel.network.example/i', undefined, 'plain https'],
  ['a password in it', 'https://mara:pw@kestrel.network.example/i', undefined, 'plain https'],
  ['no address', 'javascript:alert(1)', undefined, 'plain https'],
  ['a line break in it', 'https://kestrel.network.example/i\nBcc: x', undefined, 'plain https'],
  ['nobody named', URL_1, {}, 'no admin-email'],
  ['two people named', URL_1, { 'admin-email': 'a@kestrel.example, b@kestrel.example' }, 'no e-mail address'],
  ['a name for an address', URL_1, { 'admin-email': 'mara' }, 'no e-mail address'],
])('with %s nobody is mailed, and the history says why', async (_name, url, metadata, why) => {
  const { kernel, door, comeBy, send, invited } = await openInvited(metadata)
  door.answerWith(inviting(url))
  await comeBy()
  expect(await send()).toEqual([])
  expect((await invited()).join(' ')).toContain(why)
  expect(await readTeamTenant(kernel, 'kestrel')).toMatchObject({ tenant: { state: 'active' }, invitation: null })
})
