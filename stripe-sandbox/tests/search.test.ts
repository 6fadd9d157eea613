import { describe, expect, it } from 'vitest'
import { parseSearchQuery } from '../wire/search-query.ts'
import { clientOf, freshAccount, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

describe('the query language', () => {
  it('joins clauses by AND, by a space or by OR', () => {
    expect(parseSearchQuery('email:"a@b.c" AND name~"ann"')).toMatchObject({
      join: 'AND',
      clauses: [{ field: 'email' }, { field: 'name', operator: '~' }],
    })
    expect(parseSearchQuery('email:"a" name:"b"').clauses).toHaveLength(2)
    expect(parseSearchQuery("email:'a' or name:'b'").join).toBe('OR')
  })

  it('reads metadata keys, negation, numbers, null and escapes', () => {
    expect(parseSearchQuery(String.raw`-metadata["te\"am"]:"x" created>=10 metadata['k']:null`).clauses).toEqual([
      { field: 'metadata', key: 'te"am', operator: ':', value: 'x', isNegated: true },
      { field: 'created', operator: '>=', value: 10, isNegated: false },
      { field: 'metadata', key: 'k', operator: ':', value: null, isNegated: false },
    ])
  })

  it('refuses AND mixed with OR, and what it cannot read', () => {
    expect(() => parseSearchQuery('a:"1" AND b:"2" OR c:"3"')).toThrow('cannot combine AND and OR')
    expect(() => parseSearchQuery('email="x"')).toThrow('unable to parse')
    expect(() => parseSearchQuery('')).toThrow('empty')
  })
})

describe('customers', () => {
  it('are found by metadata without regard to case, and not once deleted', async () => {
    const { stripe } = freshAccount(bench)
    const { id } = await stripe.customers.create({ metadata: { team: '7Kq9xLw2Vd' } })
    await stripe.customers.create({ metadata: { team: 'other' } })
    const found = async (query: string) => (await stripe.customers.search({ query })).data.map((one) => one.id)
    expect(await found('metadata["team"]:"7kq9xlw2vd"')).toEqual([id])
    expect(await found('metadata["team"]:"7kq9"')).toEqual([])
    await stripe.customers.update(id, { metadata: { team: 'moved' } })
    expect(await found('metadata["team"]:"7kq9xlw2vd"')).toEqual([])
    await stripe.customers.del(id)
    expect(await found('metadata["team"]:"moved"')).toEqual([])
  })

  it('are found by parts of name and e-mail of at least three characters', async () => {
    const { stripe } = freshAccount(bench)
    const { id } = await stripe.customers.create({ name: 'Zoë Ångström', email: 'Zoe@Example.com' })
    const found = async (query: string) => (await stripe.customers.search({ query })).data.map((one) => one.id)
    expect(await found('name~"ÅNGST"')).toEqual([id])
    expect(await found('email:"zoe@example.com"')).toEqual([id])
    expect(await found('-email:"zoe@example.com"')).toEqual([])
    expect((await refusalOf(stripe.customers.search({ query: 'name~"Zo"' }))).message).toContain(
      'at least 3 characters',
    )
    expect((await refusalOf(stripe.customers.search({ query: 'balance:0' }))).message).toContain(
      "Field 'balance' is an unsupported search field",
    )
  })

  it('come in pages by token, and are counted when asked', async () => {
    const { stripe } = freshAccount(bench)
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.push((await stripe.customers.create({ metadata: { team: 'T' } })).id)
    const query = 'metadata["team"]:"T"'
    const first = await stripe.customers.search({ query, limit: 2, expand: ['total_count'] })
    expect(first).toMatchObject({ object: 'search_result', has_more: true, total_count: 5 })
    const second = await stripe.customers.search({ query, limit: 2, page: first.next_page! })
    expect(second.data.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect((await refusalOf(stripe.customers.search({ query: 'name:"x"', page: first.next_page! }))).param).toBe('page')
    expect(await stripe.customers.search({ query, limit: 2 }).autoPagingToArray({ limit: 100 })).toHaveLength(5)
  })
})

describe('subscriptions and invoices', () => {
  it('are found by status, metadata, number and total', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(5000) }],
      metadata: { 'tenant-id': 'Hc2Yw6BvKs' },
    })
    expect(
      (await stripe.subscriptions.search({ query: 'status:"active" AND metadata["tenant-id"]:"Hc2Yw6BvKs"' })).data[0]
        ?.id,
    ).toBe(id)
    const [invoice] = (await stripe.invoices.search({ query: `subscription:"${id}" total>4999` })).data
    expect((await stripe.invoices.search({ query: `number:"${invoice!.number}"` })).data[0]?.id).toBe(invoice!.id)
    expect((await stripe.invoices.search({ query: 'total>5000' })).data).toEqual([])
  })
})

describe('a lagging search', () => {
  it('sees neither what is new nor what has changed', async () => {
    let wall = 1_780_000_000_000
    const own = await openBench({ now: () => wall })
    const stripe = clientOf(own.sandbox, 'sk_test_lag')
    const old = await stripe.customers.create({ metadata: { team: 'A' } })
    own.sandbox.lagSearch(60_000)
    wall += 120_000
    await stripe.customers.update(old.id, { metadata: { team: 'B' } })
    await stripe.customers.create({ metadata: { team: 'B' } })
    const found = async (team: string) =>
      (await stripe.customers.search({ query: `metadata["team"]:"${team}"` })).data.map(({ id }) => id)
    expect(await found('A')).toEqual([old.id])
    expect(await found('B')).toEqual([])
    wall += 61_000
    expect(await found('B')).toHaveLength(2)
  })
})
