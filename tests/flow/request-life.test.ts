// Guarantee: a request keeps its place while people talk about it, tells those who wait by mail once, closes by itself when
// nobody decides, and is asked again only by who asked, by the facts of now.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval, expireRequests, listRequests } from '../../server/features/approvals/index.ts'
import { commentRequest } from '../../server/features/approvals/comment-request.ts'
import { countWaiting } from '../../server/features/approvals/count-waiting.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { renewRequest } from '../../server/features/approvals/renew-request.ts'
import { withdrawRequest } from '../../server/features/approvals/withdraw-request.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const HOUR_MS = 3_600_000
const TICKET = '#48213'

let desk: Desk
let ines: StaffActor
let jonas: Approver
let mara: Approver
let customer: string

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const asking = (actor: StaffActor) => ({ actor, requestId: 'req_test' })

const askCredit = async (amount = 4000) => {
  const proof = await proveTeam(desk.kernel, ines, { teamId: 'kestrel', ticket: TICKET })
  const subject = await proveSubject(desk.kernel, proof)
  const payload = { amount: { amount, currency: 'usd' }, reasonId: 'outage' }
  return askApproval(desk.kernel, asking(ines), issueCredit, { subject, payload, ask: someAsk() })
}

const mails = () =>
  desk.kernel.db
    .selectFrom('mail')
    .select(['address', 'subject', 'body'])
    .orderBy('address')
    .orderBy('createdAt')
    .execute()
const read = (id: string) => readRequest(desk.kernel, jonas.actor, ACTIONS, id)
const say = (actor: StaffActor, id: string, kind: 'comment' | 'question' | 'answer', text: string) => {
  desk.kernel.clock.advance(1)
  return commentRequest(desk.kernel, asking(actor), { requestId: id, kind, text })
}

const renew = (actor: StaffActor, id: string) =>
  renewRequest(
    desk.kernel,
    asking(actor),
    {
      actions: ACTIONS,
      proveAgain: (kernel, { ticket, customerStripeId }) =>
        proveSubject(kernel, { ticket: ticket ?? '', customerStripeId: customerStripeId ?? '' }),
    },
    { id, requestKey: someAsk().requestKey, reason: null },
  )

beforeEach(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  mara = await seatApprover(desk.kernel, 'Mara Lindqvist')
  ;({ id: customer } = await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: 'kestrel' } }))
})
afterEach(() => desk.close())

describe('mail', () => {
  test('reaches each approver once, names the team by its id and never the customer', async () => {
    const { id } = await askCredit()
    const sent = await mails()
    expect(sent.map(({ address }) => address)).toEqual([jonas.actor.email, mara.actor.email])
    expect(sent[0]?.subject).toBe('Waits for your word: Credit of 40.00 USD')
    expect(sent[0]?.body).toContain(`countersign://approval/${id}`)
    expect(sent[0]?.body).toContain('for team kestrel')
    expect(JSON.stringify(sent)).not.toContain('Kestrel Robotics')
  })

  test('tells whoever asked of questions, of a rejection, and of what was done', async () => {
    const first = await askCredit()
    await say(jonas.actor, first.id, 'question', 'Is this on the status page?')
    desk.kernel.clock.advance(1)
    await decide(desk.kernel, jonas, first.id, 'reject')
    desk.kernel.clock.advance(1)
    const second = await askCredit(500)
    await decide(desk.kernel, jonas, second.id)
    await drive(desk.kernel)
    const news = (await mails()).filter(({ address }) => address === ines.email).map(({ subject }) => subject)
    expect(news).toEqual([
      'a question for you: Credit of 40.00 USD',
      'rejected: Credit of 40.00 USD',
      'done, confirmed by Stripe: Credit of 5.00 USD',
    ])
  })
})

describe('talking about it', () => {
  test('a question sends it back to whoever asked, the answer brings it back; its place stays', async () => {
    const older = await askCredit(100)
    const { id } = await askCredit(200)
    expect((await read(id)).waitsFor).toBe('approver')
    await say(jonas.actor, id, 'question', 'Which day was it?')
    expect((await read(id)).waitsFor).toBe('requester')
    await say(mara.actor, id, 'comment', 'I saw it too.')
    expect((await read(id)).waitsFor).toBe('requester')
    await say(ines, id, 'answer', 'The tenth.')
    const request = await read(id)
    expect(request.waitsFor).toBe('approver')
    expect(request.comments.map(({ kind }) => kind)).toEqual(['question', 'comment', 'answer'])
    const order = await listRequests(desk.kernel, jonas.actor, { filter: 'waiting', limit: 10 })
    expect(order.map((line) => line.id).toSorted()).toEqual([older.id, id].toSorted())
  })

  test('nobody answers for somebody else, and nothing is asked about what is decided', async () => {
    const { id } = await askCredit()
    expect(await say(jonas.actor, id, 'answer', 'I know').catch(codeOf)).toBe('FORBIDDEN')
    expect(await say(ines, id, 'question', 'Well?').catch(codeOf)).toBe('FORBIDDEN')
    const noor = await seatStaff(desk.kernel, 'Noor Dessalegn', ['auditor'])
    expect(await say(noor, id, 'question', 'Why?').catch(codeOf)).toBe('FORBIDDEN')
    await decide(desk.kernel, jonas, id)
    expect(await say(mara.actor, id, 'question', 'Why?').catch(codeOf)).toBe('REQUEST_NOT_OPEN')
    await say(mara.actor, id, 'comment', 'Fine with me.')
    expect((await read(id)).comments).toHaveLength(1)
  })
})

describe('the badge', () => {
  test('counts what this person may decide: not their own, not what they decided', async () => {
    const { id } = await askCredit(100)
    await askCredit(200)
    expect(await countWaiting(desk.kernel, jonas.actor)).toBe(2)
    expect(await countWaiting(desk.kernel, ines)).toBe(0)
    await decide(desk.kernel, jonas, id)
    expect(await countWaiting(desk.kernel, jonas.actor)).toBe(1)
  })
})

describe('the end', () => {
  test('comes by itself after 72 hours; until the job has seen it its age alone keeps it from being decided', async () => {
    const { id } = await askCredit()
    desk.kernel.clock.advance(72 * HOUR_MS - 1)
    expect(await expireRequests(desk.kernel)).toBe(0)
    desk.kernel.clock.advance(1)
    const later = { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }
    expect(await decide(desk.kernel, later, id).catch(codeOf)).toBe('REQUEST_EXPIRED')
    expect(await expireRequests(desk.kernel)).toBe(1)
    expect((await read(id)).state).toBe('expired')
    expect(await expireRequests(desk.kernel)).toBe(0)
  })

  test('can be brought about by whoever asked, and by nobody else', async () => {
    const { id } = await askCredit()
    expect(await withdrawRequest(desk.kernel, asking(jonas.actor), id).catch(codeOf)).toBe('NOT_FOUND')
    await withdrawRequest(desk.kernel, asking(ines), id)
    expect(await decide(desk.kernel, jonas, id).catch(codeOf)).toBe('REQUEST_NOT_OPEN')
    expect(await withdrawRequest(desk.kernel, asking(ines), id).catch(codeOf)).toBe('REQUEST_NOT_OPEN')
  })
})

describe('asking again', () => {
  test('what went stale is asked anew by the facts of now, and then goes through', async () => {
    const { id } = await askCredit()
    await desk.stripe.customers.createBalanceTransaction(customer, { amount: 100, currency: 'usd' })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect((await read(id)).state).toBe('stale')

    const again = await renew(ines, id)
    expect((await read(again.id)).replacesId).toBe(id)
    expect((await read(id)).replacedById).toBe(again.id)
    await decide(desk.kernel, mara, again.id)
    await drive(desk.kernel)
    const { data } = await desk.stripe.customers.listBalanceTransactions(customer)
    expect(data.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([-4000, 100])
  })

  test('only by whoever asked, only what came to nothing, only while the team is proven', async () => {
    const { id } = await askCredit()
    expect(await renew(ines, id).catch(codeOf)).toBe('REQUEST_NOT_OPEN')
    await withdrawRequest(desk.kernel, asking(ines), id)
    expect(await renew(jonas.actor, id).catch(codeOf)).toBe('NOT_FOUND')
    desk.kernel.clock.advance(9 * HOUR_MS)
    expect(await renew(ines, id).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
  })
})
