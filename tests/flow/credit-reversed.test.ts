// Guarantee: a credit is taken back by the opposite entry, which names it, after another person's word, and never by more
// than is left of it and on the balance.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { ACTIONS } from '../../server/app/actions.ts'
import { listCredits } from '../../server/features/credits/list-credits.ts'
import { decide, drive, seatApprover, seatStaff } from '../support/approvals.ts'
import { askReversal, carryOut, codeOf, type CreditDesk, entriesOf, giveCredit } from '../support/credits.ts'
import { openDesk } from '../support/desk.ts'

let at: CreditDesk
const usd = (amount: number) => ({ amount, currency: 'usd' })

/** A team with one credit of ours. */
const withCredit = async (teamId: string, amount: number) => {
  const { id: customer } = await at.desk.stripe.customers.create({ name: 'Kestrel', metadata: { team: teamId } })
  const request = await giveCredit(at, teamId, { amount: usd(amount) })
  const [credit] = await entriesOf(at, customer)
  return { customer, request, creditStripeId: credit?.id ?? '' }
}

const linesOf = async (customer: string) =>
  (await listCredits(at.desk.kernel, { actor: at.actor, requestId: 'req_list' }, customer)).credits
const stateOf = async (id: string) => (await readRequest(at.desk.kernel, at.approver.actor, ACTIONS, id)).state

beforeAll(async () => {
  const desk = await openDesk()
  const actor = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  at = { desk, actor, approver: await seatApprover(desk.kernel, 'Jonas Whitlock') }
})
afterAll(() => at.desk.close())

describe('a credit of 40.00', () => {
  test('is taken back in part, by an entry that names it', async () => {
    const { customer, creditStripeId } = await withCredit('part', 4000)
    const { id, state } = await askReversal(at, 'part', { creditStripeId, amount: usd(1500) })
    expect(state).toBe('requested')
    await carryOut(at, id)
    const [reversal, credit] = await entriesOf(at, customer)
    expect(reversal).toMatchObject({
      amount: 1500,
      // −40.00 + 15.00
      ending_balance: -2500,
      description: 'Reversal of the credit of 40.00 USD (#part)',
      metadata: { countersign_request: id, reverses: credit?.id, reason: 'Given to the wrong line' },
    })
    expect(await stateOf(id)).toBe('done')
    expect(await linesOf(customer)).toMatchObject([
      { stripeId: credit?.id, given: usd(4000), reversed: usd(1500), reversible: usd(2500), notBecause: null },
    ])
  })

  test('says who asked for it and who signed', async () => {
    const { customer, request } = await withCredit('signed', 700)
    expect((await linesOf(customer))[0]?.by).toEqual({
      requestId: request,
      ticket: '#signed',
      askedBy: 'Ines Albrecht',
      approvedBy: ['Jonas Whitlock'],
    })
  })

  test('is never taken back twice, nor more than is left', async () => {
    const { customer, creditStripeId } = await withCredit('twice', 4000)
    const { id } = await askReversal(at, 'twice', { creditStripeId, amount: usd(3000) })
    // 30.00 of the 40.00 are asked for already.
    expect(await askReversal(at, 'twice', { creditStripeId, amount: usd(1001) }).catch(codeOf)).toBe(
      'REVERSAL_TOO_MUCH',
    )
    expect((await linesOf(customer))[0]).toMatchObject({ pending: usd(3000), reversible: usd(1000) })
    await carryOut(at, id)
    expect(await askReversal(at, 'twice', { creditStripeId, amount: usd(1001) }).catch(codeOf)).toBe(
      'REVERSAL_TOO_MUCH',
    )
    await carryOut(at, (await askReversal(at, 'twice', { creditStripeId, amount: usd(1000) })).id)
    expect((await linesOf(customer))[0]).toMatchObject({ reversed: usd(4000), reversible: usd(0) })
    expect((await linesOf(customer))[0]?.notBecause).not.toBeNull()
  })

  test('is not taken back beyond what an invoice has left of it', async () => {
    const { customer, creditStripeId } = await withCredit('used', 4000)
    // What an invoice would have used: 30.00 of the 40.00.
    await at.desk.stripe.customers.createBalanceTransaction(customer, { amount: 3000, currency: 'usd' })
    expect(await askReversal(at, 'used', { creditStripeId, amount: usd(1001) }).catch(codeOf)).toBe('REVERSAL_TOO_MUCH')
    expect((await askReversal(at, 'used', { creditStripeId, amount: usd(1000) })).state).toBe('requested')
  })

  test('is not taken back once the balance moved: nothing is sent', async () => {
    const { customer, creditStripeId } = await withCredit('moved', 4000)
    const { id } = await askReversal(at, 'moved', { creditStripeId, amount: usd(4000) })
    await at.desk.stripe.customers.createBalanceTransaction(customer, { amount: 100, currency: 'usd' })
    await decide(at.desk.kernel, at.approver, id)
    await drive(at.desk.kernel)
    expect(await stateOf(id)).toBe('stale')
    expect((await entriesOf(at, customer)).map(({ amount }) => amount)).toEqual([100, -4000])
  })
})

test('a credit of dinars is taken back in tens, as it was given', async () => {
  const kwd = (amount: number) => ({ amount, currency: 'kwd' })
  const { id: customer } = await at.desk.stripe.customers.create({ metadata: { team: 'dinars' } })
  await giveCredit(at, 'dinars', { amount: kwd(12_340) })
  const [credit] = await entriesOf(at, customer)
  const take = (amount: number) => askReversal(at, 'dinars', { creditStripeId: credit?.id ?? '', amount: kwd(amount) })
  await expect(take(2_345)).rejects.toThrow('no step that Stripe takes')
  await carryOut(at, (await take(2_340)).id)
  // −12.340 + 2.340
  expect((await entriesOf(at, customer))[0]).toMatchObject({ amount: 2_340, ending_balance: -10_000 })
})

describe('what is no credit of this customer', () => {
  test('another customer’s can’t be named', async () => {
    const { creditStripeId } = await withCredit('theirs', 4000)
    await withCredit('ours', 4000)
    expect(await askReversal(at, 'ours', { creditStripeId, amount: usd(1) }).catch(codeOf)).toBe('CREDIT_NOT_FOUND')
  })

  test('nor can a debit', async () => {
    const { customer } = await withCredit('debit', 4000)
    const debit = await at.desk.stripe.customers.createBalanceTransaction(customer, { amount: 500, currency: 'usd' })
    const wanted = { creditStripeId: debit.id, amount: usd(1) }
    expect(await askReversal(at, 'debit', wanted).catch(codeOf)).toBe('CREDIT_NOT_FOUND')
  })

  test('what somebody gave in Stripe’s dashboard can be taken back as well', async () => {
    const { id: customer } = await at.desk.stripe.customers.create({ metadata: { team: 'by-hand' } })
    const made = await at.desk.stripe.customers.createBalanceTransaction(customer, { amount: -900, currency: 'usd' })
    await carryOut(at, (await askReversal(at, 'by-hand', { creditStripeId: made.id, amount: usd(900) })).id)
    expect((await entriesOf(at, customer)).map(({ ending_balance: left }) => left)).toEqual([0, -900])
  })
})
