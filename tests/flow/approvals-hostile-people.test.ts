// Guarantee: no detour round the second person: not by splitting, not by changing the rules meanwhile, not by whoever has
// left, not by anybody's own word, and not by editing what was kept.
import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { removeStaff } from '../../server/features/staff/index.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { seatApprover, someAsk } from '../support/approvals.ts'
import { codeOf, type HostileDesk, openHostileDesk } from '../support/hostile-desk.ts'

const HOUR = 3_600_000
const open: HostileDesk[] = []
let at: HostileDesk

// Budgets of a day add up over everything that somebody asked for: each test has a desk of its own.
beforeEach(async () => {
  at = await openHostileDesk()
  open.push(at)
})
afterAll(async () => {
  for (const one of open) await one.close()
})

const acting = { actor: systemActor('test'), requestId: null }
const expectNoCredit = async (customer: string) => {
  await at.run()
  expect(await at.creditsOf(customer)).toEqual([])
}

describe('splitting', () => {
  test('ten credits for one team need as many approvers as one of their sum', async () => {
    const team = await at.aTeam()
    // A team's day has 250.00 USD: six of 40.00 are 240.00, the seventh makes 280.00.
    const needed: number[] = []
    for (let n = 0; n < 10; n++)
      needed.push((await at.askCredit(4000, { team, ask: { isTwinMeant: true } })).approversNeeded)
    expect(needed).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2])
  })

  test('ten teams help as little: an agent’s day has 500.00 USD', async () => {
    const needed: number[] = []
    // 60.00 each: eight are 480.00, the ninth makes 540.00.
    for (let n = 0; n < 10; n++) needed.push((await at.askCredit(6000)).approversNeeded)
    expect(needed).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2])
  })

  test('what was withdrawn or rejected no longer counts, what waits does', async () => {
    const team = await at.aTeam()
    const first = await at.askCredit(20_000, { team })
    const second = await at.askCredit(20_000, { team, ask: { isTwinMeant: true } })
    expect(second.approversNeeded).toBe(2)
    await at.as(at.ines).approvals.withdraw({ id: first.id })
    await at.word(at.jonas, second.id, 'reject')
    expect((await at.askCredit(20_000, { team })).approversNeeded).toBe(1)
  })
})

describe('one person', () => {
  test('is not two: the same approver’s second word is refused', async () => {
    const team = await at.aTeam()
    const { id } = await at.askCredit(30_000, { team })
    expect(await at.word(at.jonas, id)).toEqual({ state: 'requested' })
    expect(await at.word(at.jonas, id).catch(codeOf)).toBe('DECIDED_BEFORE')
    await expectNoCredit(team.customer)
    expect(await at.word(at.mira, id)).toEqual({ state: 'approved' })
    await at.run()
    expect(await at.creditsOf(team.customer)).toEqual([-30_000])
  })

  test('who asks and may approve does not approve their own', async () => {
    const both = { ...at.jonas.actor, roles: ['support', 'approver'] as const }
    const { id } = await at.askCredit(4000, { by: both })
    expect(await at.word(at.jonas, id).catch(codeOf)).toBe('OWN_REQUEST')
  })

  test('with the role of an administrator approves nothing and mints no approver', async () => {
    const { id } = await at.askCredit(4000)
    expect(await at.word({ actor: at.kofi, key: at.jonas.key }, id).catch(codeOf)).toBe('FORBIDDEN')
    const minted = at.as(at.kofi).staff.changeRoles({ staffId: at.otto.id, roles: ['support', 'approver'] })
    expect(await minted.catch(codeOf)).toBe('APPROVER_NEEDS_COUNTERSIGNATURE')
  })
})

describe('rules that change meanwhile', () => {
  test('a new policy doesn’t touch what waits, and counts from the next request on', async () => {
    const team = await at.aTeam()
    const { id } = await at.askCredit(4000, { team })
    const two = { bands: [{ upTo: null, approvers: 2 as const }] }
    const document = { ...DEFAULT_POLICY, rules: { ...DEFAULT_POLICY.rules, 'credit.issue': two } }
    const proposed = await at.as(at.kofi).policy.propose({ document, ask: someAsk('Two for each credit') })
    expect(proposed.state).toBe('requested')
    await at.word(at.mira, proposed.id)
    await at.run()

    expect(await at.rowOf(id)).toMatchObject({ policyVersion: 1, approversNeeded: 1 })
    expect((await at.askCredit(100)).approversNeeded).toBe(2)
    expect(await at.word(at.jonas, id)).toEqual({ state: 'approved' })
    await at.run()
    expect(await at.creditsOf(team.customer)).toEqual([-4000])
  })
})

test('a policy that changes nothing is not asked for', async () => {
  const proposed = at.as(at.kofi).policy.propose({ document: DEFAULT_POLICY, ask: someAsk('Nothing new') })
  expect(await proposed.catch(codeOf)).toBe('POLICY_UNCHANGED')
})

test('where two have to sign, a key in a browser is not taken', async () => {
  const lena = await seatApprover(at.kernel, 'Lena Ortiz', 'browser')
  const { id, approversNeeded } = await at.askCredit(30_000)
  expect(approversNeeded).toBe(2)
  expect(await at.word(lena, id).catch(codeOf)).toBe('DESKTOP_NEEDED')
  expect(await at.word(lena, (await at.askCredit(100, { by: at.otto })).id)).toEqual({ state: 'approved' })
})

describe('people who leave', () => {
  test('a requester: what they asked for can’t be approved any more, only rejected', async () => {
    const { id } = await at.askCredit(4000, { by: at.otto })
    await removeStaff(at.kernel, acting, at.otto.id)
    expect(await at.word(at.jonas, id).catch(codeOf)).toBe('REQUESTER_REMOVED')
    expect(await at.word(at.jonas, id, 'reject')).toEqual({ state: 'rejected' })
  })

  test.each(['requester', 'approver'] as const)(
    'the %s between word and deed: it is stale, nothing is sent',
    async (who) => {
      const team = await at.aTeam(at.otto)
      const { id } = await at.askCredit(4000, { by: at.otto, team })
      await at.word(at.jonas, id)
      await removeStaff(at.kernel, acting, who === 'requester' ? at.otto.id : at.jonas.actor.id)
      await expectNoCredit(team.customer)
      const { state, outcome } = await at.rowOf(id)
      expect(state).toBe('stale')
      expect(outcome).toContain(who === 'requester' ? 'no longer with the desk' : 'no longer an approver')
    },
  )
})

describe('what is over', () => {
  test('after 72 hours nobody decides it', async () => {
    const { id } = await at.askCredit(4000)
    at.kernel.clock.advance(72 * HOUR)
    expect(await at.word(at.jonas, id).catch(codeOf)).toBe('REQUEST_EXPIRED')
  })

  test('withdrawn: nobody decides it, and nobody else withdraws it', async () => {
    const { id } = await at.askCredit(4000)
    expect(await at.as(at.otto).approvals.withdraw({ id }).catch(codeOf)).toBe('NOT_FOUND')
    await at.as(at.ines).approvals.withdraw({ id })
    expect(await at.word(at.jonas, id).catch(codeOf)).toBe('REQUEST_NOT_OPEN')
  })
})

describe('rows that somebody edited between word and deed', () => {
  test.each([
    ['the payload', sql`payload = replace(payload, '4000', '9000')`, 'changed'],
    ['the facts', sql`facts = replace(facts, 'Outage', 'Gift')`, 'changed'],
    ['the team', sql`team_id = 'somebody-else'`, 'changed'],
    ['the number of approvers', sql`approvers_needed = 2`, 'Approvers'],
    ['the policy’s version', sql`policy_version = 7`, 'other-policy'],
  ])('%s: it is stale, nothing is sent', async (_what, change, why) => {
    const team = await at.aTeam()
    const { id } = await at.askCredit(4000, { team })
    await at.word(at.jonas, id)
    const { numAffectedRows } = await sql`update approval_request set ${change} where id = ${id}`.execute(at.kernel.db)
    expect(numAffectedRows).toBe(1n)
    await expectNoCredit(team.customer)
    const { state, outcome } = await at.rowOf(id)
    expect(state).toBe('stale')
    expect(outcome).toContain(why)
  })

  test('the state, set to approved without a word: it is never executed', async () => {
    const team = await at.aTeam()
    const { id } = await at.askCredit(4000, { team })
    await sql`update approval_request set state = 'approved' where id = ${id}`.execute(at.kernel.db)
    await expectNoCredit(team.customer)
  })
})
