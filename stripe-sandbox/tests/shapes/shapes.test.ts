import { describe, expect, it } from 'vitest'
import type { ObservedAnswer } from '../../index.ts'
import { answerProblems } from './answer-problems.ts'
import { freshAccount, openBench } from '../support.ts'

/** A check that finds nothing proves nothing: answers are broken on purpose and must be seen. */
const bench = await openBench()
const { stripe } = freshAccount(bench)
const customer = await stripe.customers.create({ name: 'Ada', metadata: { team: 'a' } })
await stripe.customers.update(customer.id, { name: 'Grace' })
const [event] = (await stripe.events.list({ type: 'customer.updated' })).data

const answer = (path: string, body: unknown): ObservedAnswer => ({
  method: 'GET',
  path,
  status: 200,
  body: JSON.stringify(body),
})
const problemsOf = (change: object): string[] =>
  answerProblems(answer('/v1/customers/cus_1', { ...customer, ...change }))
const problemsOfEvent = (change: object): string[] =>
  answerProblems(answer('/v1/events/evt_1', { ...event, ...change }))

describe('the check of answers', () => {
  it('finds nothing in what is right', () => {
    expect(problemsOf({})).toEqual([])
    expect(problemsOfEvent({})).toEqual([])
  })

  it.each([
    ['a field of another kind', { balance: '0' }, 'customer.balance cannot be "0"'],
    ['half a cent', { balance: 0.5 }, 'customer.balance cannot be 0.5'],
    ['null where there is none', { created: null }, 'customer.created cannot be null'],
    ['a missing field', { livemode: undefined }, 'customer.livemode is missing'],
    ['an unknown field', { surname: 'Lovelace' }, 'customer.surname is not in the types'],
    ['a value outside its enum', { tax_exempt: 'maybe' }, 'customer.tax_exempt cannot be "maybe"'],
    ['metadata that is no text', { metadata: { team: 1 } }, 'customer.metadata.* cannot be 1'],
    ['a field of a hash', { address: { city: 'X' } }, 'customer.address.country is missing'],
    ['another object', { object: 'price' }, 'GET /v1/customers/{} cannot be {"id":'],
    [
      'what an id may not be replaced by',
      { test_clock: { object: 'price' } },
      'customer.test_clock cannot be {"object":"price"}',
    ],
  ])('finds %s', (_name, change, problem) => {
    expect(
      problemsOf(change).some((found) => found.startsWith(problem)),
      problemsOf(change).join(),
    ).toBe(true)
  })

  it('finds what is wrong in a list', () => {
    const page = { object: 'list', url: '/v1/customers', has_more: false, data: [{ ...customer, balance: null }] }
    expect(answerProblems(answer('/v1/customers', page))).toEqual(['customer.balance cannot be null'])
    expect(answerProblems(answer('/v1/customers', { ...page, data: [], has_more: 0 }))).toHaveLength(1)
    expect(answerProblems(answer('/v1/customers', customer))).toHaveLength(1)
  })

  it('finds what is wrong in an event', () => {
    expect(problemsOfEvent({ type: 'customer.renamed' })).toContain('no event of Stripe has the type customer.renamed')
    expect(problemsOfEvent({ data: { object: { ...customer, balance: null } } })).toHaveLength(1)
    expect(problemsOfEvent({ type: 'price.updated' }).length).toBeGreaterThan(0)
    expect(problemsOfEvent({ data: { object: customer, previous_attributes: { surname: 'A' } } })).toHaveLength(1)
    expect(problemsOfEvent({ data: { object: customer, previous_attributes: { name: 1 } } })).toHaveLength(1)
  })
})
