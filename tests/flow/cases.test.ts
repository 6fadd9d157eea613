// Guarantee: what was proven stays with its ticket. A case opens with the first verdict, is gone on with by anybody at the
// desk, closes with its ticket, and from then on nothing about money can be asked for until the team is proven anew.
import { verifyTeamInputSchema } from '@countersign/shared/features/teams'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askApproval, readPolicy } from '../../server/features/approvals/index.ts'
import { insertPolicy } from '../../server/features/approvals/store.ts'
import { changeCase } from '../../server/features/cases/change-case.ts'
import { listCases } from '../../server/features/cases/list-cases.ts'
import { readCase } from '../../server/features/cases/read-case.ts'
import { proveSubject, readOpenProof, verifyTicket } from '../../server/features/cases/index.ts'
import { proveUnknown } from '../../server/features/coupons/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import { withdrawRequest } from '../../server/features/approvals/withdraw-request.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { proveTeam, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, NOW, openDesk } from '../support/desk.ts'

const HOUR = 3_600_000
let desk: Desk
let ines: StaffActor
let tomas: StaffActor

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const by = (actor: StaffActor) => ({ actor, requestId: 'req_case' })

const aTeam = async (teamId: string) =>
  (await desk.stripe.customers.create({ name: `Team ${teamId}`, metadata: { team: teamId } })).id

const verify = (actor: StaffActor, ticket: string, teamId: string) =>
  verifyTicket(desk.kernel, by(actor), verifyTeamInputSchema.parse({ ticket, teamId }))

const note = (actor: StaffActor, ticket: string, text: string) =>
  changeCase(desk.kernel, by(actor), { kind: 'noted', ticket, text })
const take = (actor: StaffActor, ticket: string) =>
  changeCase(desk.kernel, by(actor), { kind: 'taken', ticket, text: null })
const close = (actor: StaffActor, ticket: string) =>
  changeCase(desk.kernel, by(actor), { kind: 'closed', ticket, text: 'Answered and closed in the helpdesk' })

const ticketsOf = async (viewer: StaffActor, filter: 'mine' | 'open' | 'closed') =>
  (await listCases(desk.kernel, viewer, { filter, limit: 100 })).map(({ ticket }) => ticket)

const askCredit = async (actor: StaffActor, ticket: string, customerStripeId: string) => {
  const subject = await proveSubject(desk.kernel, { ticket, customerStripeId })
  return askApproval(desk.kernel, by(actor), issueCredit, {
    subject,
    payload: { amount: { amount: 1200, currency: 'usd' }, reasonId: 'outage' },
    ask: someAsk(),
  })
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  tomas = await seatStaff(desk.kernel, 'Tomás Ferreira', ['support'])
})
afterAll(() => desk.close())

describe('a case', () => {
  test('opens with the first verdict of its ticket, whatever Stripe answered; not while Stripe can’t be asked', async () => {
    desk.sandbox.addFault({ kind: 'rate_limit', times: 0 })
    expect((await verify(ines, '#100', 'NothingYet1')).strength).toBe('unverified')
    desk.sandbox.clearFaults()
    expect(await ticketsOf(ines, 'mine')).toEqual([])

    expect((await verify(ines, '#100', 'NothingYet1')).strength).toBe('unknown')
    const { strength, provenUntil, events } = await readCase(desk.kernel, ines, '#100')
    expect({ strength, provenUntil, events: events.map(({ kind }) => kind) }).toEqual({
      strength: 'unknown',
      provenUntil: null,
      events: ['opened'],
    })
    await close(ines, '#100')
  })

  test('shows the proof, what was asked for on it, its notes and who holds it', async () => {
    const customer = await aTeam('Sh0wsAll1')
    await proveTeam(desk.kernel, ines, { teamId: 'Sh0wsAll1', ticket: '#101' })
    const { id } = await askCredit(ines, '#101', customer)
    desk.kernel.clock.advance(1000)
    await note(ines, '#101', 'Two days without the dashboard, by the status page')
    const shown = await readCase(desk.kernel, tomas, '#101')
    expect(shown).toMatchObject({
      ticket: '#101',
      ticketUrl: 'https://desk.example/tickets/%23101',
      strength: 'proven',
      provenUntil: new Date(NOW + 8 * HOUR).toISOString(),
      customerStripeId: customer,
      holderName: 'Ines Albrecht',
      closedAt: null,
      waits: { forApprover: 1, underWay: 0, forPerson: 0 },
    })
    expect(shown.requests.map((one) => one.id)).toEqual([id])
    expect(shown.events.map(({ kind, text }) => [kind, text])).toEqual([
      ['noted', 'Two days without the dashboard, by the status page'],
      ['opened', null],
    ])
    await withdrawRequest(desk.kernel, by(ines), id)
  })

  test('is gone on with by somebody else, on the same proof', async () => {
    const customer = await aTeam('Handed0ver')
    await verify(ines, '#102', 'Handed0ver')
    await take(tomas, '#102')
    expect(await ticketsOf(ines, 'mine')).not.toContain('#102')
    expect(await ticketsOf(tomas, 'mine')).toContain('#102')
    expect((await askCredit(tomas, '#102', customer)).state).toBe('requested')
  })

  test('can’t be closed over something that isn’t over', async () => {
    const customer = await aTeam('StillOpen1')
    await verify(ines, '#103', 'StillOpen1')
    const { id } = await askCredit(ines, '#103', customer)
    expect(await close(ines, '#103').catch(codeOf)).toBe('CASE_WAITS')
    await withdrawRequest(desk.kernel, by(ines), id)
    await close(ines, '#103')
    expect(await ticketsOf(ines, 'open')).not.toContain('#103')
    expect(await ticketsOf(ines, 'closed')).toContain('#103')
  })

  test('keeps its history as it happened: the database refuses to change it', async () => {
    const change = desk.kernel.db.updateTable('caseEvent').set({ text: 'never said' }).execute()
    await expect(change).rejects.toThrow(/append-only/)
    await expect(desk.kernel.db.deleteFrom('caseEvent').execute()).rejects.toThrow(/append-only/)
  })

  test('nobody knows is not found', async () => {
    expect(await readCase(desk.kernel, ines, '#never').catch(codeOf)).toBe('NOT_FOUND')
    expect(await note(ines, '#never', 'Hello?').catch(codeOf)).toBe('NOT_FOUND')
  })
})

describe('what is asked for on a ticket', () => {
  test('rests on any live proof of that ticket, though a later one of another ticket is newer', async () => {
    const customer = await aTeam('TwoTickets')
    const first = await verify(ines, '#201', 'TwoTickets')
    desk.kernel.clock.advance(1000)
    const second = await verify(tomas, '#202', 'TwoTickets')
    const onFirst = await proveSubject(desk.kernel, { ticket: '#201', customerStripeId: customer })
    const onSecond = await proveSubject(desk.kernel, { ticket: '#202', customerStripeId: customer })
    expect([onFirst.verificationId, onSecond.verificationId]).toEqual([first.id, second.id])
    expect(await proveSubject(desk.kernel, { ticket: '#203', customerStripeId: customer }).catch(codeOf)).toBe(
      'TEAM_NOT_PROVEN',
    )
  })

  test('is refused once the case is closed, until a new proof reopens it', async () => {
    const customer = await aTeam('Cl0sedOnce')
    await verify(ines, '#204', 'Cl0sedOnce')
    desk.kernel.clock.advance(1000)
    await close(ines, '#204')
    expect(await askCredit(ines, '#204', customer).catch(codeOf)).toBe('CASE_CLOSED')
    expect((await readCase(desk.kernel, ines, '#204')).provenUntil).toBeNull()
    desk.kernel.clock.advance(1000)
    await note(ines, '#204', 'The customer thanked us')
    expect(await take(ines, '#204').catch(codeOf)).toBe('CASE_CLOSED')

    desk.kernel.clock.advance(1000)
    await verify(tomas, '#204', 'Cl0sedOnce')
    const { events, holderName, closedAt } = await readCase(desk.kernel, ines, '#204')
    expect(events.map(({ kind }) => kind)).toEqual(['reopened', 'noted', 'closed', 'opened'])
    expect({ holderName, closedAt }).toEqual({ holderName: 'Tomás Ferreira', closedAt: null })
    expect((await askCredit(tomas, '#204', customer)).state).toBe('requested')
  })

  test('is not possible on a proof from before the case was closed, when a failed one came after', async () => {
    const customer = await aTeam('N0tReopen')
    await verify(ines, '#205', 'N0tReopen')
    await close(ines, '#205')
    desk.kernel.clock.advance(1000)
    await aTeam('Somebody3lse')
    await aTeam('Somebody3lse')
    expect((await verify(ines, '#205', 'Somebody3lse')).strength).toBe('ambiguous')
    expect(await askCredit(ines, '#205', customer).catch(codeOf)).toBe('CASE_CLOSED')
  })

  test('is not possible on an old proof when the case was reopened for a team that Stripe doesn’t know', async () => {
    const customer = await aTeam('Bef0reIt')
    await verify(ines, '#208', 'Bef0reIt')
    await close(ines, '#208')
    const prove = () => proveUnknown(desk.kernel, { ticket: '#208', teamId: 'N0body7x' }).catch(codeOf)
    desk.kernel.clock.advance(1000)
    expect((await verify(ines, '#208', 'N0body7x')).strength).toBe('unknown')
    expect(await prove()).toMatchObject({ teamId: 'N0body7x', customerStripeId: null })
    expect(await askCredit(ines, '#208', customer).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    await close(ines, '#208')
    expect(await prove()).toBe('CASE_CLOSED')
  })

  test('is not possible on the proof of one team when the case was reopened by that of another', async () => {
    const [first, second] = [await aTeam('F1rstTeam'), await aTeam('Sec0ndTeam')]
    await verify(ines, '#207', 'F1rstTeam')
    await close(ines, '#207')
    desk.kernel.clock.advance(1000)
    await verify(ines, '#207', 'Sec0ndTeam')
    expect(await askCredit(ines, '#207', first).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    expect((await askCredit(ines, '#207', second)).state).toBe('requested')
  })

  test('a verdict on another team leaves the case with the team that is still proven', async () => {
    await aTeam('Pr0venTeam')
    await verify(ines, '#206', 'Pr0venTeam')
    desk.kernel.clock.advance(1000)
    await verify(ines, '#206', 'Mistyped9x')
    expect(await readCase(desk.kernel, ines, '#206')).toMatchObject({ teamId: 'Pr0venTeam', strength: 'proven' })
  })
})

describe('the page of a team', () => {
  const proofFor = async (customerStripeId: string, ticket: string | null) =>
    (await readOpenProof(desk.kernel, { customerStripeId, ticket }))?.ticket ?? null

  test('goes by the proof of the ticket that it was opened for, else by that of another open case', async () => {
    const customer = await aTeam('PageOpened')
    await verify(ines, '#401', 'PageOpened')
    desk.kernel.clock.advance(1000)
    await verify(ines, '#402', 'PageOpened')
    expect([await proofFor(customer, '#401'), await proofFor(customer, null)]).toEqual(['#401', '#402'])
    await close(ines, '#402')
    expect([await proofFor(customer, '#402'), await proofFor(customer, null)]).toEqual(['#401', '#401'])
    await close(ines, '#401')
    expect(await proofFor(customer, '#401')).toBeNull()
  })
})

describe('the policy', () => {
  test('says how many hours a proof lives, from the next verdict on', async () => {
    const customer = await aTeam('TwoHours11')
    const before = await verify(ines, '#301', 'TwoHours11')
    const { version, policy } = await readPolicy(desk.kernel)
    const document = JSON.stringify({ ...policy, verificationHours: 2 })
    await insertPolicy(desk.kernel.db, { version: version + 1, document, requestId: null, createdAt: NOW })
    desk.kernel.clock.advance(1000)
    const after = await verify(ines, '#302', 'TwoHours11')
    const lived = [before, after].map(({ at, liveUntil }) => Date.parse(liveUntil ?? '') - Date.parse(at))
    expect(lived).toEqual([8 * HOUR, 2 * HOUR])
    desk.kernel.clock.advance(2 * HOUR)
    const late = proveSubject(desk.kernel, { ticket: '#302', customerStripeId: customer })
    expect(await late.catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    const still = await proveSubject(desk.kernel, { ticket: '#301', customerStripeId: customer })
    expect(still.verificationId).toBe(before.id)
  })
})
