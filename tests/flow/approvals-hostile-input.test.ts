// Guarantee: whatever is sent in the place of an amount, a currency or a customer is refused by name, and nothing is kept.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someAsk } from '../support/approvals.ts'
import { codeOf, type HostileDesk, openHostileDesk, usd } from '../support/hostile-desk.ts'

let at: HostileDesk

beforeAll(async () => {
  at = await openHostileDesk()
})
afterAll(() => at.close())

const countRequests = async () => {
  const { db } = at.kernel
  const { count } = await db
    .selectFrom('approvalRequest')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

describe('an amount', () => {
  test.each([
    ['negative', -4000],
    ['zero', 0],
    ['minus zero', -0],
    ['of half a cent', 0.5],
    ['beyond what is counted exactly', Number.MAX_SAFE_INTEGER + 1],
    ['huge', 1e300],
    ['endless', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
    ['in words', '4000'],
    ['missing', null],
  ])('that is %s is refused, and nothing is kept', async (_what, amount) => {
    const before = await countRequests()
    const payload = { amount: { amount, currency: 'usd' } }
    expect(await at.askCredit(1, { payload }).catch(codeOf)).toBe('INPUT_INVALID')
    expect(await countRequests()).toBe(before)
  })

  test('as large as can be counted needs two approvers, and is not executed on one word', async () => {
    const team = await at.aTeam(at.otto)
    // 9,007,199,254,740,991 minor units: above every budget.
    const { id, approversNeeded } = await at.askCredit(Number.MAX_SAFE_INTEGER, { team, by: at.otto })
    expect(approversNeeded).toBe(2)
    await at.word(at.jonas, id)
    await at.run()
    expect(await at.creditsOf(team.customer)).toEqual([])
    // The sum of a day is beyond what integers hold now; that keeps nobody from asking for little.
    expect(await at.askCredit(100, { by: at.otto })).toMatchObject({ state: 'requested', approversNeeded: 2 })
  })
})

describe('a currency', () => {
  test('other than the customer’s is refused', async () => {
    const team = await at.aTeam()
    await at.stripe.customers.createBalanceTransaction(team.customer, { amount: -1, currency: 'eur' })
    expect(await at.askCredit(4000, { team }).catch(codeOf)).toBe('CURRENCY_DIFFERS')
  })

  test.each(['USD', 'us', 'dollars', '', '__proto__'])('spelt “%s” is refused', async (currency) => {
    const payload = { amount: { amount: 4000, currency } }
    expect(await at.askCredit(1, { payload }).catch(codeOf)).toBe('INPUT_INVALID')
  })

  test('that the policy names nowhere needs two approvers', async () => {
    const { approversNeeded } = await at.askCredit(1, { payload: { amount: { amount: 1, currency: 'chf' } } })
    expect(approversNeeded).toBe(2)
  })
})

describe('somebody else’s customer', () => {
  test('in the payload is no member of it', async () => {
    const other = await at.aTeam(at.otto)
    const payload = { customerStripeId: other.customer }
    expect(await at.askCredit(4000, { payload }).catch(codeOf)).toBe('INPUT_INVALID')
  })

  test('beside a ticket that proves another team is not proven', async () => {
    const mine = await at.aTeam()
    const other = await at.aTeam(at.otto)
    const team = { customer: other.customer, ticket: mine.ticket }
    expect(await at.askCredit(4000, { team }).catch(codeOf)).toBe('TEAM_NOT_PROVEN')
  })

  test('that took over the team’s id in between is not paid', async () => {
    const team = await at.aTeam()
    const { id } = await at.askCredit(4000, { team })
    await at.stripe.customers.update(team.customer, { metadata: { team: 'somebody-else' } })
    await at.word(at.jonas, id)
    await at.run()
    expect((await at.rowOf(id)).state).toBe('stale')
    expect(await at.creditsOf(team.customer)).toEqual([])
  })
})

describe('what a form sends beside', () => {
  test.each([
    ['no key', { requestKey: '' }],
    ['a key with a path in it', { requestKey: '../../../../etc/passwd' }],
    ['no reason', { reason: '  ' }],
    ['a reason without end', { reason: 'x'.repeat(1001) }],
  ])('%s: refused', async (_what, ask) => {
    expect(await at.askCredit(4000, { ask }).catch(codeOf)).toBe('INPUT_INVALID')
  })

  test('a reason that the policy doesn’t know is refused', async () => {
    expect(await at.askCredit(4000, { payload: { reasonId: 'gift' } }).catch(codeOf)).toBe('CREDIT_REASON_UNKNOWN')
  })

  test('members of its own choosing change nothing', async () => {
    const ask = { ...someAsk(), approversNeeded: 0, state: 'approved' }
    const { id, state } = await at.askCredit(4000, { ask })
    expect(state).toBe('requested')
    expect(await at.rowOf(id)).toMatchObject({ state: 'requested', approversNeeded: 1 })
  })
})

test('the same key with another amount is another form, and refused; with the same it is the same request', async () => {
  const team = await at.aTeam()
  const ask = someAsk()
  const first = await at.askCredit(4000, { team, ask })
  expect(await at.askCredit(4000, { team, ask })).toEqual(first)
  expect(await at.askCredit(4001, { team, ask }).catch(codeOf)).toBe('REQUEST_KEY_REUSED')
  expect(usd(4000).amount).toBe((await at.rowOf(first.id)).givenAmount)
})
