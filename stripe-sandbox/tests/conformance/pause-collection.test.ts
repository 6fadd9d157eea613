import { expect, it } from 'vitest'
import { last, lived, withBadCard } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench } from './support.ts'

/** `pause_collection`: invoices go on, money does not come in. */
const bench = await openBench()

const JULY = JUNE + 30 * DAY

rules('docs, "Pause payment collection"; SDK, Subscription.pause_collection', 'while collection is paused', () => {
  it.each([
    ['keep_as_draft', 'draft'],
    ['mark_uncollectible', 'uncollectible'],
    ['void', 'void'],
  ] as const)('with %s an invoice is %s and the subscription active', async (behavior, status) => {
    const day = await lived(bench, 3000)
    await day.change({ pause_collection: { behavior } })
    day.control.advanceTo(JULY + DAY)
    expect(await last(day)).toMatchObject({ status, total: 3000, amount_paid: 0, auto_advance: false })
    expect((await day.retrieve()).status).toBe('active')
  })

  it('keeps drafts as drafts after it resumes, until they are told to advance', async () => {
    const day = await lived(bench, 3000)
    await day.change({ pause_collection: { behavior: 'keep_as_draft', resumes_at: JULY + 2 * DAY } })
    day.control.advanceTo(JULY + 5 * DAY)
    expect((await day.retrieve()).pause_collection).toBeNull()
    const draft = await last(day)
    expect(draft.status).toBe('draft')
    await day.stripe.invoices.update(draft.id, { auto_advance: true })
    day.control.advanceTo(JULY + 6 * DAY)
    expect((await last(day)).status).toBe('paid')
  })

  it('collects again from the first renewal after resumes_at', async () => {
    const day = await lived(bench, 3000)
    await day.change({ pause_collection: { behavior: 'void', resumes_at: JULY + 2 * DAY } })
    day.control.advanceTo(JUNE + 62 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ status }) => status)).toEqual(['paid', 'void', 'paid'])
  })

  it.each([
    [-3000, 'paid', 0],
    [-1000, 'uncollectible', 0],
  ] as const)('uses a balance of %d first, and is then %s', async (amount, status, left) => {
    const day = await lived(bench, 3000)
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount, currency: 'usd' })
    await day.change({ pause_collection: { behavior: 'mark_uncollectible' } })
    day.control.advanceTo(JULY)
    expect((await last(day)).status).toBe(status)
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: left })
  })

  it('leaves invoices from before to their retries', async () => {
    const day = await lived(bench, 3000)
    await withBadCard(day)
    day.control.advanceTo(JULY + 7200)
    await day.change({ pause_collection: { behavior: 'void' } })
    day.control.advanceTo(JULY + 4 * DAY)
    expect(await last(day)).toMatchObject({ status: 'open', attempt_count: 2 })
  })
})
