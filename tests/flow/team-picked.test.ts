// Guarantee: where several customers carry a team's id, one of them counts as the team's only on two people's word, for one
// ticket and for the policy's hours, and never one that carries another team's id as well.
import { verifyTeamInputSchema } from '@countersign/shared/features/teams'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askApproval } from '../../server/features/approvals/index.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { ACTIONS } from '../../server/app/actions.ts'
import { changeCase } from '../../server/features/cases/change-case.ts'
import { pickTeam, proveSubject, verifyTicket } from '../../server/features/cases/index.ts'
import { planPick } from '../../server/features/cases/plan-pick.ts'
import { readCase } from '../../server/features/cases/read-case.ts'
import { readVerification } from '../../server/features/teams/read-verification.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const HOUR = 3_600_000
let desk: Desk
let ines: StaffActor
let jonas: Approver

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

const verify = (ticket: string, teamId: string) =>
  verifyTicket(desk.kernel, { actor: ines, requestId: 'req_1' }, verifyTeamInputSchema.parse({ ticket, teamId }))

/** Two customers with the same id, as after a company was set up twice. */
const twins = async (teamId: string) => {
  const make = (name: string) => desk.stripe.customers.create({ name, metadata: { team: teamId } })
  return { old: (await make('Minato Instruments K.K.')).id, current: (await make('Minato B.V.')).id }
}

const askPick = async (verificationId: string, customerStripeId: string) => {
  const pick = { verificationId, customerStripeId }
  const subject = await planPick(desk.kernel, pick)
  const asking = { actor: ines, requestId: 'req_pick' }
  return askApproval(desk.kernel, asking, pickTeam, { subject, payload: pick, ask: someAsk('They moved to the B.V.') })
}

const prove = (ticket: string, customerStripeId: string) => proveSubject(desk.kernel, { ticket, customerStripeId })

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())

describe('a pick', () => {
  test('counts as proven once an approver has confirmed it, and not a moment sooner', async () => {
    const { old, current } = await twins('Amb1guous1')
    const ambiguous = await verify('#1', 'Amb1guous1')
    expect(ambiguous.strength).toBe('ambiguous')
    const { id, approversNeeded } = await askPick(ambiguous.id, current)
    expect(approversNeeded).toBe(1)
    expect(await prove('#1', current).catch(codeOf)).toBe('TEAM_NOT_PROVEN')

    desk.kernel.clock.advance(1000)
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const subject = await prove('#1', current)
    expect(subject).toMatchObject({ customerStripeId: current, teamId: 'Amb1guous1', name: 'Minato B.V.' })
    expect(await prove('#1', old).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    expect(await prove('#2', current).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    const shown = await readVerification(desk.kernel, subject.verificationId ?? '')
    expect(shown).toMatchObject({
      strength: 'proven',
      staffName: 'Ines Albrecht',
      pick: { verificationId: ambiguous.id, requestId: id },
      evidence: ambiguous.evidence,
    })
    expect(`${shown.reason} ${shown.notices.join(' ')}`).toContain('They moved to the B.V.')
    expect(shown.notices.join(' ')).toContain('Jonas Whitlock')
    expect(await readCase(desk.kernel, ines, '#1')).toMatchObject({ strength: 'proven', customerStripeId: current })
  })

  test('outlives the same ambiguity found again, and ends with the policy’s hours', async () => {
    const { current } = await twins('Amb1guous2')
    const { id } = await askPick((await verify('#3', 'Amb1guous2')).id, current)
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    desk.kernel.clock.advance(1000)
    expect((await verify('#4', 'Amb1guous2')).strength).toBe('ambiguous')
    expect((await prove('#3', current)).customerStripeId).toBe(current)
    desk.kernel.clock.advance(8 * HOUR)
    expect(await prove('#3', current).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
    desk.kernel.clock.advance(-8 * HOUR)
  })

  test('comes to nothing when the ids in Stripe moved before it was confirmed', async () => {
    const { old, current } = await twins('Amb1guous3')
    const { id } = await askPick((await verify('#5', 'Amb1guous3')).id, current)
    await desk.stripe.customers.update(old, { metadata: { team: '' } })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const { state, outcome } = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    expect([state, outcome?.kind]).toEqual(['stale', 'stale'])
    expect(await prove('#5', current).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
  })

  test('is refused for a customer that carries another team’s id as well', async () => {
    const { current } = await twins('Amb1guous4')
    await desk.stripe.customers.update(current, { metadata: { 'tenant-id': 'S0mebody2' } })
    const ambiguous = await verify('#6', 'Amb1guous4')
    expect(ambiguous.strength).toBe('ambiguous')
    expect(await askPick(ambiguous.id, current).catch(codeOf)).toBe('PICK_CARRIES_ANOTHER')
  })

  test('is refused where there is no choice: a proven team, a stranger, a closed case', async () => {
    const alone = await desk.stripe.customers.create({ metadata: { team: 'N0Choice1' } })
    const proven = await verify('#7', 'N0Choice1')
    expect(await askPick(proven.id, alone.id).catch(codeOf)).toBe('TEAM_NOT_AMBIGUOUS')

    const { current } = await twins('Amb1guous5')
    const ambiguous = await verify('#8', 'Amb1guous5')
    expect(await askPick(ambiguous.id, alone.id).catch(codeOf)).toBe('TEAM_NOT_AMBIGUOUS')
    await changeCase(
      desk.kernel,
      { actor: ines, requestId: 'req_close' },
      { kind: 'closed', ticket: '#8', text: 'Never mind' },
    )
    expect(await askPick(ambiguous.id, current).catch(codeOf)).toBe('CASE_CLOSED')
  })

  test('tells the approver of each candidate where the id stands', async () => {
    const { old, current } = await twins('Amb1guous6')
    const { id } = await askPick((await verify('#9', 'Amb1guous6')).id, current)
    const { card } = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    const rows = card.lines.map(({ label, after }) => `${label}: ${after}`)
    const notPicked = ['Not picked: Minato Instruments K.K.', `Id on: ${old}`]
    const picked = ['Picked: Minato B.V.', `Id on: ${current}`]
    expect(rows).toEqual(old < current ? [...notPicked, ...picked] : [...picked, ...notPicked])
    expect(card.warnings[0]).toContain('For 8 hours')
  })
})
