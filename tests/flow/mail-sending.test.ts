// Guarantee: a mail that was written down with its work goes out once, is tried again while it surely wasn't taken, never
// again once it may have been, and whoever administers sees why it isn't there.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSmtpMailer } from '../../server/adapters/mail/smtp-mailer.ts'
import { queueMail, type WantedMail } from '../../server/features/mail/index.ts'
import { mailRouter } from '../../server/features/mail/router.ts'
import { sendDueMails } from '../../server/features/mail/send-due-mails.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Mailer } from '../../server/ports/mailer.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { makeStaff, sessionOf, type StaffKernel, staffKernel } from '../support/staff-fixtures.ts'

const FROM = 'Countersign <desk@loomfield.example>'
const MINUTE_MS = 60_000
const wanted: WantedMail = {
  key: 'approval-requested:apr_1:stf_1',
  to: { name: 'Noor Haddad', address: 'noor@loomfield.example' },
  subject: 'A credit of 42.00 USD waits for you',
  text: 'Ines asks for a credit for team T-1.\n.\nZoë decides — or you do.\n',
}

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let server: MailServer
  let mailer: Mailer

  const queue = (mail: Partial<WantedMail> = {}, at = kernel) =>
    inTransaction(at.db, (tx) => queueMail(tx, at.clock.now(), { ...wanted, ...mail }))
  const outbox = async () => {
    const { id } = await makeStaff(kernel, ['admin'])
    const { actor } = await sessionOf(kernel, id)
    return mailRouter.createCaller({ kernel, staff: actor, requestId: 'req-1', address: '192.0.2.5' }).outbox()
  }
  const only = async () => {
    const { mails } = await outbox()
    expect(mails).toHaveLength(1)
    return mails[0]
  }

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db, { mailFrom: FROM })
    server = await startMailServer()
    mailer = createSmtpMailer({ url: server.url, from: FROM, timeoutMs: 5000 })
  })
  afterEach(() => server.stop())

  test('goes out as it was written, once', async () => {
    expect(await queue()).toBe(true)
    expect(await sendDueMails(kernel, mailer)).toBe(1)
    expect(await sendDueMails(kernel, mailer)).toBe(0)
    const [mail, ...more] = server.received
    expect(more).toEqual([])
    expect(mail).toMatchObject({ from: 'desk@loomfield.example', to: 'noor@loomfield.example' })
    expect(mail?.data).toMatch(/^Subject: A credit of 42[.]00 USD waits for you$/m)
    expect(mail?.data).toMatch(/^Message-ID: <mail_[0-9A-Z]{26}@countersign[.]invalid>$/m)
    expect(mail?.data).toMatch(/^Auto-Submitted: auto-generated$/m)
    const [, body = ''] = mail?.data.split('\n\n') ?? []
    const isBase64 = /^Content-Transfer-Encoding: base64$/m.test(mail?.data ?? '')
    expect(isBase64 ? Buffer.from(body, 'base64').toString('utf8') : decodeQuoted(body)).toBe(wanted.text)
    expect(await only()).toMatchObject({ state: 'sent', attempts: 1, problem: null, dueAt: null })
  })

  test('asked for twice is one mail, also from two replicas at once; sent by two at once it goes out once', async () => {
    const other = staffKernel((await database.again()).db, { mailFrom: FROM })
    const written = await Promise.all([queue(), queue({}, other)])
    expect(written.filter(Boolean)).toHaveLength(1)
    expect(await queue({ subject: 'again' })).toBe(false)
    await Promise.all([sendDueMails(kernel, mailer), sendDueMails(other, mailer)])
    expect(await queue()).toBe(false)
    expect(server.received).toHaveLength(1)
  })

  test('is not written when the work it tells of isn’t', async () => {
    const work = inTransaction(kernel.db, async (tx) => {
      await queueMail(tx, 1, wanted)
      throw new Error('the work failed')
    })
    await expect(work).rejects.toThrow('the work failed')
    expect((await outbox()).mails).toEqual([])
  })

  test('lets no name or subject become a header', async () => {
    await queue({ subject: 'Hello\r\nBcc: eve@evil.example', to: { name: 'N\nX: y', address: wanted.to.address } })
    await sendDueMails(kernel, mailer)
    expect(server.received[0]?.data).not.toMatch(/^(Bcc|X):/m)
    expect(server.received).toHaveLength(1)
  })

  describe('a mail server', () => {
    test('that is busy is asked again after half a minute, then a minute', async () => {
      await queue()
      server.behave('busy')
      expect(await sendDueMails(kernel, mailer)).toBe(0)
      expect(await only()).toMatchObject({ state: 'waiting', attempts: 1, problem: 'The mail server answered 451.' })
      expect(await sendDueMails(kernel, mailer)).toBe(0)
      expect(await only()).toMatchObject({ attempts: 1 })
      kernel.clock.advance(MINUTE_MS / 2)
      await sendDueMails(kernel, mailer)
      expect(await only()).toMatchObject({ state: 'waiting', attempts: 2 })
      server.behave('take')
      kernel.clock.advance(MINUTE_MS - 1000)
      expect(await sendDueMails(kernel, mailer)).toBe(0)
      kernel.clock.advance(1000)
      expect(await sendDueMails(kernel, mailer)).toBe(1)
      expect(server.received).toHaveLength(1)
    })

    test('that isn’t there, or hangs up before the mail, is asked again', async () => {
      await queue()
      server.behave('hang-up-early')
      await sendDueMails(kernel, mailer)
      expect(await only()).toMatchObject({ state: 'waiting', attempts: 1 })
      const nowhere = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: FROM, timeoutMs: 5000 })
      kernel.clock.advance(MINUTE_MS)
      await sendDueMails(kernel, nowhere)
      const problem = 'The mail server could not be reached.'
      expect(await only()).toMatchObject({ state: 'waiting', attempts: 2, problem })
    })

    test('that refuses the reader for good is not asked again', async () => {
      await queue()
      server.behave('refuse-reader')
      await sendDueMails(kernel, mailer)
      expect(await only()).toMatchObject({ state: 'failed', attempts: 1, problem: 'The mail server answered 550.' })
      server.behave('take')
      kernel.clock.advance(48 * 60 * MINUTE_MS)
      expect(await sendDueMails(kernel, mailer)).toBe(0)
    })

    test('that hangs up after the whole mail may have taken it: it is not sent twice', async () => {
      await queue()
      server.behave('hang-up-after-the-mail')
      await sendDueMails(kernel, mailer)
      server.behave('take')
      kernel.clock.advance(48 * 60 * MINUTE_MS)
      await sendDueMails(kernel, mailer)
      expect(server.received).toHaveLength(1)
      expect((await only())?.problem).toMatch(/may have arrived/)
    })

    test('is given up after twenty attempts', async () => {
      await queue()
      server.behave('busy')
      for (let round = 0; round < 25; round++) {
        await sendDueMails(kernel, mailer)
        kernel.clock.advance(60 * MINUTE_MS)
      }
      expect(await only()).toMatchObject({ state: 'failed', attempts: 20 })
    })
  })

  test('cut off by a stop of the companion in the middle, it is not sent again', async () => {
    await queue()
    const cutOff: Mailer = { send: () => Promise.reject(new Error('the process ended')) }
    await expect(sendDueMails(kernel, cutOff)).rejects.toThrow('the process ended')
    kernel.clock.advance(11 * MINUTE_MS)
    expect((await only())?.problem).toMatch(/may have arrived/)
    expect(await sendDueMails(kernel, mailer)).toBe(0)
    expect(await only()).toMatchObject({ state: 'failed', attempts: 1 })
    expect(server.received).toEqual([])
  })

  test('without a mail server it stays and says so, and goes once there is one', async () => {
    kernel = staffKernel(database.db)
    await queue()
    const { from, counts, mails } = await outbox()
    expect({ from, counts }).toEqual({ from: null, counts: { waiting: 1, sent: 0, failed: 0 } })
    expect(mails[0]).toMatchObject({
      state: 'waiting',
      problem: 'Not sent: no mail server is configured.',
      dueAt: null,
    })
    expect(JSON.stringify(mails)).not.toContain('Zoë decides')
    expect(await sendDueMails(kernel, mailer)).toBe(1)
  })

  test('is forgotten ninety days after it was sent, not while it waits', async () => {
    await queue()
    await sendDueMails(kernel, mailer)
    server.behave('busy')
    await queue({ key: 'another' })
    kernel.clock.advance(91 * 24 * 60 * MINUTE_MS)
    await sendDueMails(kernel, mailer)
    expect((await outbox()).mails.map(({ state }) => state)).toEqual(['waiting'])
  })
})

const decodeQuoted = (text: string): string => {
  const joined = text.replaceAll(/=\n/g, '')
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
