// Guarantee: a late invoice is reminded of once a day at most, by a letter that says what is open and where to pay; nobody
// gets one who has paid, was deleted, has no address or is in conflict, neither when it is asked for nor when it leaves, and
// each row says what became of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addNotes } from '../../server/features/receivables/add-notes.ts'
import { listReceivables } from '../../server/features/receivables/list-receivables.ts'
import { readHistory } from '../../server/features/receivables/read-history.ts'
import { composeReminder, REMINDER_MAIL } from '../../server/features/receivables/index.ts'
import { sendReminders } from '../../server/features/receivables/send-reminders.ts'
import { sendDueMails } from '../../server/features/mail/send-due-mails.ts'
import { AppError } from '../../server/kernel/errors.ts'
import type { OutgoingMail } from '../../server/ports/mailer.ts'
import { NOW } from '../support/desk.ts'
import {
  aCustomer,
  anOpenInvoice,
  openReceivableDesk,
  reachNow,
  type ReceivableDesk,
  refresh,
} from '../support/receivable-desk.ts'

let desk: ReceivableDesk
let late: string
let others: Record<'paid' | 'early' | 'deleted' | 'nameless' | 'conflict' | 'yen', string>

const by = () => ({ actor: desk.tobias, requestId: 'req_remind' })
const remind = async (ids: readonly string[], letter: 'next' | 1 | 2 | 3 = 'next') =>
  (await sendReminders(desk.kernel, by(), { invoiceStripeIds: [...ids], letter })).map(({ result }) => result)
const mailsOf = (invoice: string) =>
  desk.kernel.db.selectFrom('mail').selectAll().where('key', 'like', `invoice-reminder:${invoice}:%`).execute()

/** What leaves in one round. */
const mailOut = async (): Promise<OutgoingMail[]> => {
  const sent: OutgoingMail[] = []
  const mailer = {
    send: async (mail: OutgoingMail) => {
      sent.push(mail)
      return { verdict: 'sent' } as const
    },
  }
  await sendDueMails(desk.kernel, mailer, { composers: new Map([[REMINDER_MAIL, composeReminder(desk.kernel)]]) })
  return sent
}
const problemsOf = async (invoice: string) => (await mailsOf(invoice)).map(({ state, problem }) => [state, problem])

const DAY_MS = 86_400_000

beforeAll(async () => {
  desk = await openReceivableDesk()
  const invoice = async (customer: string, more: { daysLate?: number; amount?: number; currency?: string } = {}) =>
    (await anOpenInvoice(desk, { customer, amount: 348_000, daysLate: 32, ...more })).id
  late = await invoice(await aCustomer(desk, { name: '=HYPERLINK("http://evil.example")\r\nBcc: all@evil.example' }))
  const deleted = await aCustomer(desk)
  const conflict = await aCustomer(desk)
  others = {
    paid: await invoice(await aCustomer(desk)),
    early: await invoice(await aCustomer(desk), { daysLate: 0 }),
    deleted: await invoice(deleted),
    nameless: await invoice(await aCustomer(desk, { name: '', email: '' })),
    conflict: await invoice(conflict),
    yen: await invoice(await aCustomer(desk, { name: '株式会社ミナト計測' }), { amount: 1_280_000, currency: 'jpy' }),
  }
  reachNow(desk)
  await refresh(desk)
  await desk.stripe.invoices.pay(others.paid, { paid_out_of_band: true })
  await desk.stripe.customers.del(deleted)
  await desk.kernel.db
    .insertInto('verification')
    .values({
      id: 'ver_1',
      ticket: '#1',
      teamId: 'somebody',
      strength: 'conflict',
      customerStripeId: conflict,
      customerName: null,
      staffId: 'stf_1',
      staffName: 'Ines',
      shown: '{}',
      at: NOW,
      liveUntil: null,
      pickedFrom: null,
    })
    .execute()
})
afterAll(() => desk.close())

describe('the first letter', () => {
  test('is queued with number, amount, day and link; a name can’t add a header', async () => {
    expect(await remind([late])).toEqual([{ is: 'queued', letter: 1 }])
    const [mail] = await mailsOf(late)
    const { number, hosted_invoice_url: url } = await desk.stripe.invoices.retrieve(late)
    expect(mail).toMatchObject({
      state: 'waiting',
      address: 'billing@loomfield.example',
      subject: `Reminder: invoice ${number}`,
    })
    expect(mail?.name).not.toMatch(/[\r\n]/)
    // 32 days before 20 November.
    expect(mail?.body).toContain('was due on 19 Oct 2026, 32 days ago. USD 3,480.00 of it is still open.')
    expect(mail?.body).toContain(url)
  })

  test('isn’t sent again that day, asked for by name or as the next one', async () => {
    expect(await remind([late, late])).toEqual([{ is: 'refused', why: 'already-today' }])
    expect(await remind([late], 1)).toEqual([{ is: 'refused', why: 'already-today' }])
    expect(await remind([late], 2)).toEqual([{ is: 'refused', why: 'already-today' }])
    expect(await mailsOf(late)).toHaveLength(1)
  })

  test('is once in the outbox when two ask at the same moment', async () => {
    const results = (await Promise.all([remind([others.yen]), remind([others.yen])])).flat()
    expect(results.map(({ is }) => is).toSorted()).toEqual(['queued', 'refused'])
    const mails = await mailsOf(others.yen)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.body).toContain('JPY 1,280,000')
  })
})

describe('nobody is written to', () => {
  test.each([
    ['paid', 'not-open'],
    ['early', 'not-late'],
    ['deleted', 'customer-deleted'],
    ['nameless', 'no-address'],
    ['conflict', 'read-only'],
  ] as const)('%s: %s', async (which, why) => {
    expect(await remind([others[which]])).toEqual([{ is: 'refused', why }])
    expect(await mailsOf(others[which])).toEqual([])
  })

  test('an invoice that was never open here: not-known', async () => {
    expect(await remind(['in_nobody'])).toEqual([{ is: 'refused', why: 'not-known' }])
  })

  test('while Stripe is silent; the row says so and the next one may go', async () => {
    desk.sandbox.addFault({ kind: 'error_before', method: 'GET', path: `/v1/invoices/${late}`, times: 9 })
    expect(await remind([late], 2)).toEqual([{ is: 'refused', why: 'stripe-silent' }])
    desk.sandbox.clearFaults()
  })
})

describe('several at once', () => {
  test('each has its own result, in the order asked, and the log has every one of them', async () => {
    expect(await mailOut()).toHaveLength(2)
    desk.kernel.clock.advance(86_400_000)
    expect(await remind([others.early, late, others.paid, others.yen])).toEqual([
      { is: 'queued', letter: 1 },
      { is: 'queued', letter: 2 },
      { is: 'refused', why: 'not-open' },
      { is: 'queued', letter: 2 },
    ])
    const entries = await desk.kernel.db
      .selectFrom('auditEntry')
      .select(['subjectId', 'outcome'])
      .where('action', '=', 'invoice.reminded')
      .where('at', '=', NOW + 86_400_000)
      .execute()
    expect(entries.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'done', 'done', 'refused'])
  })

  test('the third letter is the last: later ones are third letters too', async () => {
    await mailOut()
    desk.kernel.clock.advance(86_400_000)
    expect(await remind([late])).toEqual([{ is: 'queued', letter: 3 }])
    await mailOut()
    desk.kernel.clock.advance(86_400_000)
    expect(await remind([late])).toEqual([{ is: 'queued', letter: 3 }])
  })
})

describe('a promise', () => {
  test('stands in the list and in the history with who noted it', async () => {
    const note = { invoiceStripeIds: [late], text: 'promised by phone', promisedOn: '2026-11-30' }
    await addNotes(desk.kernel, by(), note)
    const { rows } = await listReceivables(desk.kernel, desk.tobias)
    expect(rows.find(({ stripeId }) => stripeId === late)).toMatchObject({
      lastNote: { text: 'promised by phone', promisedOn: '2026-11-30' },
      lastReminder: { letter: 3 },
    })
    const { notes, reminders } = await readHistory(desk.kernel, late)
    expect(notes).toMatchObject([{ text: 'promised by phone', byName: 'Tobias Rønning' }])
    expect(reminders.map(({ letter, mail }) => [letter, mail])).toEqual([
      [3, 'waiting'],
      [3, 'sent'],
      [2, 'sent'],
      [1, 'sent'],
    ])
  })

  test('is on all of them or on none', async () => {
    const note = { invoiceStripeIds: [others.yen, 'in_nobody'], text: 'call them', promisedOn: null }
    const refusal = await addNotes(desk.kernel, by(), note).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect((await readHistory(desk.kernel, others.yen)).notes).toEqual([])
  })
})

describe('a letter that leaves late', () => {
  const waitingFor = async (email = 'billing@loomfield.example') => {
    const customer = await aCustomer(desk, { email })
    const { id } = await anOpenInvoice(desk, { customer, amount: 10_000, daysLate: 5 })
    desk.kernel.clock.advance(60_000)
    await refresh(desk)
    expect(await remind([id])).toEqual([{ is: 'queued', letter: 1 }])
    return { customer, id }
  }

  test('isn’t sent about what was paid meanwhile, and the row says that it wasn’t', async () => {
    const { id } = await waitingFor()
    await desk.stripe.invoices.pay(id, { paid_out_of_band: true })
    await mailOut()
    expect(await problemsOf(id)).toEqual([['failed', 'The invoice isn’t open any more.']])
    expect((await readHistory(desk.kernel, id)).reminders).toMatchObject([{ letter: 1, mail: 'failed' }])
  })

  test('isn’t sent to a former address', async () => {
    const { id, customer } = await waitingFor()
    await desk.stripe.customers.update(customer, { email: 'new@loomfield.example' })
    await mailOut()
    expect(await problemsOf(id)).toEqual([['failed', 'This is not the customer’s billing e-mail any more.']])
  })

  test('asks for what is open by then', async () => {
    const { id } = await waitingFor('part@loomfield.example')
    await desk.stripe.creditNotes.create({ invoice: id, amount: 4000 })
    const mails = await mailOut()
    // 100.00 less 40.00.
    expect(mails.find(({ to }) => to.address === 'part@loomfield.example')?.text).toContain(
      'USD 60.00 of it is still open',
    )
  })

  test('waits while Stripe is silent; after a day it is too late, and counts as none', async () => {
    const { id } = await waitingFor()
    desk.sandbox.addFault({ kind: 'error_before', method: 'GET', path: `/v1/invoices/${id}`, times: 9 })
    await mailOut()
    desk.sandbox.clearFaults()
    expect(await problemsOf(id)).toEqual([['waiting', 'Stripe couldn’t be asked how the invoice stands.']])
    desk.kernel.clock.advance(DAY_MS + 1)
    expect(await remind([id], 2)).toEqual([{ is: 'refused', why: 'earlier-unsent' }])
    await mailOut()
    expect(await problemsOf(id)).toEqual([['failed', 'Not sent within a day, which is too late for a reminder.']])
    const { rows } = await listReceivables(desk.kernel, desk.tobias)
    expect(rows.find(({ stripeId }) => stripeId === id)).toMatchObject({ lastReminder: null })
    expect(await remind([id])).toEqual([{ is: 'queued', letter: 1 }])
  })

  test('isn’t sent beside a later one', async () => {
    const { id } = await waitingFor()
    // Past midnight, and within the day.
    desk.kernel.clock.advance(DAY_MS - 1)
    expect(await remind([id])).toEqual([{ is: 'queued', letter: 1 }])
    await mailOut()
    const problems = await problemsOf(id)
    expect(problems).toHaveLength(2)
    expect(problems).toContainEqual(['failed', 'A later letter about this invoice took its place.'])
    expect(problems).toContainEqual(['sent', null])
  })
})
