// Guarantee: a count goes onto the invoice once and as it was said, a count that can't be right waits for finance, and each stands
// in one trace: who said it, what Stripe was told and made of it, and the line that bills it.
import { expect, test } from 'vitest'
import { readHealth } from '../../server/app/read-health.ts'
import { decideReading } from '../../server/features/metering/decide-reading.ts'
import { listMeters } from '../../server/features/metering/list-meters.ts'
import { readTrace } from '../../server/features/metering/read-trace.ts'
import { usageOf } from '../../server/features/metering/usage-of.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { finance, openMeteringDesk, verdictOf } from '../support/metering-desk.ts'

const sandbox = await openSandbox()
const KEY = { teamId: 'kestrel', counter: 'end-devices' }
const ALL = { show: 'all' } as const
const HOUR = 3600

const stateOf = async (kernel: Parameters<typeof listMeters>[0]) => (await listMeters(kernel, ALL)).meters[0]?.state

test('from the count of devices to the line on the invoice; a hundredfold jump waits for finance', async () => {
  const desk = await openMeteringDesk(sandbox)
  const { kernel, stripe, report, moveTo, comeBy, work } = desk
  const { id: subscription, customer } = await desk.subscribe('kestrel')
  await comeBy()
  expect(await stateOf(kernel)).toBe('waiting')

  moveTo(JUNE + DAY)
  expect(verdictOf(await report('kestrel', 90))).toBe('accepted')
  expect(await stateOf(kernel)).toBe('accepted')
  await work()
  expect(await desk.summaryOf(customer, JUNE, JUNE + 30 * DAY)).toBe(90)
  expect(await stateOf(kernel)).toBe('sent')

  moveTo(JUNE + 10 * DAY)
  expect(verdictOf(await report('kestrel', 9000))).toBe('held JUMP')
  await comeBy()
  expect(await desk.summaryOf(customer, JUNE, JUNE + 30 * DAY)).toBe(90)
  expect(await stateOf(kernel)).toBe('held')
  expect((await readHealth(kernel)).heldCounts).toBe(1)
  expect(await usageOf(kernel.db, ['kestrel'])).toEqual([{ ...KEY, value: 90, measuredAt: '2026-06-02T00:00:00.000Z' }])
  const [held] = (await readTrace(kernel, KEY)).readings
  expect(held).toMatchObject({ value: 9000, state: 'held', comparedWith: 90, address: '203.0.113.7' })

  moveTo(JUNE + 11 * DAY)
  const decision = { readingId: held?.id ?? '', decision: 'accept', reason: 'They moved their fleet here.' } as const
  await decideReading(kernel, { actor: finance, requestId: 'req_1', ...decision })
  await work()
  expect((await readHealth(kernel)).heldCounts).toBe(0)
  expect(await desk.summaryOf(customer, JUNE, JUNE + 30 * DAY)).toBe(9000)

  // July begins; the invoice of June is final an hour later.
  moveTo(JUNE + 30 * DAY + 2 * HOUR)
  await comeBy()
  const trace = await readTrace(kernel, KEY)
  const june = trace.periods.at(-1)
  expect(june).toMatchObject({
    startsAt: '2026-06-01T00:00:00.000Z',
    endsAt: '2026-07-01T00:00:00.000Z',
    isClosed: true,
    subscriptionStripeId: subscription,
    meterStripeId: desk.meter.id,
    problem: null,
    summary: { value: 9000 },
    // 9,000 devices at 25 cents.
    line: { amount: { amount: 225_000, currency: 'usd' }, quantity: 9000 },
  })
  expect(june?.events.map(({ value, outcome }) => [value, outcome])).toEqual([
    [9000, 'sent'],
    [90, 'sent'],
  ])
  const { data } = await stripe.invoices.list({ subscription })
  expect(data.map(({ id, total }) => [id, total])).toEqual([[june?.line?.invoiceStripeId, 225_000]])
  expect(trace.readings.map(({ state, reason, decidedBy }) => [state, reason, decidedBy])).toEqual([
    ['accepted', 'They moved their fleet here.', 'Jonas Weber'],
    ['accepted', null, null],
  ])

  expect(verdictOf(await report('kestrel', 9001, { period: '2026-06-20T00:00:00.000Z' }))).toBe('refused PERIOD_CLOSED')
  expect(verdictOf(await report('kestrel', 9001))).toBe('accepted')
  await work()
  expect(await desk.summaryOf(customer, JUNE + 30 * DAY, JUNE + 61 * DAY)).toBe(9001)
})

test('a count that comes while the invoice is a draft is told, and what the invoice bills otherwise is said', async () => {
  const desk = await openMeteringDesk(sandbox)
  const { kernel, report, moveTo, comeBy, work } = desk
  await desk.subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  await report('kestrel', 50)
  await work()
  moveTo(JUNE + 30 * DAY + HOUR / 2)
  await comeBy()
  const june = async () => (await readTrace(kernel, KEY)).periods.at(-1)
  expect(await june()).toMatchObject({ isClosed: false, line: { invoiceStatus: 'draft', quantity: 50 } })
  const late = await report('kestrel', 60, { measuredAt: '2026-06-30T23:00:00.000Z' })
  expect(verdictOf(late)).toBe('accepted')
  await work()
  expect((await june())?.events[0]).toMatchObject({ value: 60, stampAt: '2026-06-30T23:00:00.000Z', outcome: 'sent' })
  moveTo(JUNE + 30 * DAY + 2 * HOUR)
  await comeBy()
  // Stripe would have taken it up; the sandbox bills what it knew when the draft was made.
  expect(await june()).toMatchObject({
    isClosed: true,
    problem: 'The invoice bills 50 where 60 was told.',
    line: { invoiceStatus: 'paid', amount: { amount: 1250 } },
  })
})

test('a plan that is cancelled is billed what was told, and what is counted since is nobody’s bill but is known', async () => {
  const desk = await openMeteringDesk(sandbox)
  const { kernel, stripe, report, moveTo, comeBy } = desk
  const { id } = await desk.subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  await report('kestrel', 90)
  await comeBy()
  moveTo(JUNE + 10 * DAY)
  await stripe.subscriptions.cancel(id, { invoice_now: true })
  moveTo(JUNE + 10 * DAY + 2 * HOUR)
  await comeBy()
  const [period] = (await readTrace(kernel, KEY)).periods
  // 90 × 25 cents.
  expect(period).toMatchObject({ isClosed: true, problem: null, line: { amount: { amount: 2250 }, quantity: 90 } })
  expect(verdictOf(await report('kestrel', 80, { measuredAt: '2026-06-10T12:00:00.000Z' }))).toBe(
    'refused PERIOD_CLOSED',
  )
  moveTo(JUNE + 11 * DAY)
  expect(verdictOf(await report('kestrel', 95))).toBe('accepted')
  await comeBy()
  expect(await usageOf(kernel.db, ['kestrel'])).toMatchObject([{ value: 95 }])
  expect((await readTrace(kernel, KEY)).periods[0]?.events).toHaveLength(1)
})

test('what finance refuses is never billed, and is refused by name when it comes again', async () => {
  const desk = await openMeteringDesk(sandbox)
  const { kernel, report, moveTo, comeBy, work } = desk
  const { customer } = await desk.subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  const said = { measuredAt: desk.nowIso() }
  expect(verdictOf(await report('kestrel', 5000, said))).toBe('held JUMP')
  const [held] = (await readTrace(kernel, KEY)).readings
  const decision = { readingId: held?.id ?? '', decision: 'refuse', reason: 'A test bench.' } as const
  await decideReading(kernel, { actor: finance, requestId: 'req_1', ...decision })
  expect(verdictOf(await report('kestrel', 5000, said))).toBe('refused REFUSED_BEFORE')
  await expect(decideReading(kernel, { actor: finance, requestId: 'req_2', ...decision })).rejects.toMatchObject({
    code: 'METER_NOT_HELD',
  })
  await work()
  expect(await desk.summaryOf(customer, JUNE, JUNE + 30 * DAY)).toBe(0)
  expect(await usageOf(kernel.db, ['kestrel'])).toEqual([])
  const { did } = await kernel.db
    .selectFrom('auditEntry')
    .select((row) => row.fn.countAll<number>().as('did'))
    .where('action', '=', 'meter.refused')
    .executeTakeFirstOrThrow()
  expect(did).toBe(1)
})

test('a held count whose period was invoiced meanwhile can’t be accepted any more', async () => {
  const desk = await openMeteringDesk(sandbox)
  const { kernel, report, moveTo, comeBy } = desk
  await desk.subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  await report('kestrel', 50)
  await comeBy()
  moveTo(JUNE + 2 * DAY)
  expect(verdictOf(await report('kestrel', 5000))).toBe('held JUMP')
  moveTo(JUNE + 30 * DAY + 2 * HOUR)
  await comeBy()
  const held = (await readTrace(kernel, KEY)).readings.find(({ state }) => state === 'held')
  const decision = { readingId: held?.id ?? '', decision: 'accept', reason: 'Right after all.' } as const
  await expect(decideReading(kernel, { actor: finance, requestId: 'req_1', ...decision })).rejects.toMatchObject({
    code: 'METER_PERIOD_CLOSED',
  })
  // 50 × 25 cents.
  expect((await readTrace(kernel, KEY)).periods.at(-1)?.line?.amount.amount).toBe(1250)
})

test('a meter that adds its events up is told nothing, and the plan is named until it is mended', async () => {
  const desk = await openMeteringDesk(sandbox, { formula: 'sum' })
  const { kernel, report, moveTo, comeBy } = desk
  const { customer } = await desk.subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  await report('kestrel', 50)
  await comeBy()
  expect(await desk.summaryOf(customer, JUNE, JUNE + 30 * DAY)).toBe(0)
  const [line] = (await listMeters(kernel, ALL)).meters
  expect(line).toMatchObject({
    state: 'stuck',
    problem: 'The meter’s formula is “sum”; a count that is set needs “last”.',
  })
})
