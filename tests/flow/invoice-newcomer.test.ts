// Guarantee: one team gets one customer, however many invoices are made for it at once: a second one with the team's id
// would leave nobody sure whose billing is meant.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, expect, test } from 'vitest'
import { drive } from '../support/approvals.ts'
import { NEWCOMER, openInvoiceDesk, TEAM } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const open = async () => {
  const at = await openInvoiceDesk(sandbox)
  const begun = async (reference: string, teamId: string | null = TEAM) => {
    const { id } = await at.start((await at.quote({ reference, teamId })).id)
    await at.keep(id, { customer: NEWCOMER })
    return id
  }
  const customers = async () => (await at.stripe.customers.list()).data.map(({ id }) => id)
  return { ...at, begun, customers }
}

test('of two draftings at once the second finds what the first made, though Stripe’s search doesn’t yet', async () => {
  const at = await open()
  const [first, second] = [await at.begun('Q-1'), await at.begun('Q-2')]
  await at.order(first)
  await at.order(second)
  const executions = await at.kernel.db.selectFrom('execution').select('subjectKey').execute()
  expect(executions.map(({ subjectKey }) => subjectKey)).toEqual([`team:${TEAM}`, `team:${TEAM}`])
  const blind = { ...at.kernel, stripe: { ...at.kernel.stripe, searchCustomersByMetadata: async () => [] } }
  await drive(blind)
  const [made, ...more] = await at.customers()
  expect(more).toEqual([])
  const ends = [await at.read(first), await at.read(second)]
  expect(ends.map(({ state }) => state).toSorted()).toEqual(['drafted', 'editing'])
  expect(ends.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([
    `The team has a customer at Stripe by now: ${made}.`,
  ])
  const left = ends.find(({ state }) => state === 'editing')?.id ?? ''
  await expect(at.order(left)).rejects.toMatchObject({ code: 'CUSTOMER_KNOWN', data: { customer: made } })
  await at.desk.close()
})

test('one that appears between the look and the making is refused by name, and none is made', async () => {
  const at = await open()
  const id = await at.begun('Q-1')
  await at.order(id)
  const bought: Promise<string>[] = []
  const { stripe, db } = at.kernel
  const search: typeof stripe.searchCustomersByMetadata = async (key, value) => {
    // The plan has looked and let it begin; then somebody buys; then the step looks.
    const execution = await db.selectFrom('execution').select('state').executeTakeFirst()
    if (execution?.state === 'running') await (bought[0] ??= at.customer())
    return stripe.searchCustomersByMetadata(key, value)
  }
  await drive({ ...at.kernel, stripe: { ...stripe, searchCustomersByMetadata: search } })
  expect(bought).toHaveLength(1)
  expect(await at.customers()).toEqual(await Promise.all(bought))
  expect(await at.read(id)).toMatchObject({ state: 'editing', problem: 'The team has a customer at Stripe already.' })
  await at.desk.close()
})

test('beside one that is billed in another currency a new one is made, and who has no team id is nobody’s rival', async () => {
  const at = await open()
  const euros = await at.customer()
  await at.stripe.invoices.create({ customer: euros, currency: 'eur' })
  const id = await at.begun('Q-1')
  expect((await at.draft(id)).state).toBe('drafted')
  expect(await at.customers()).toHaveLength(2)
  const alone = await at.begun('Q-2', null)
  expect((await at.draft(alone)).state).toBe('drafted')
  expect(await at.customers()).toHaveLength(3)
  await at.desk.close()
})
