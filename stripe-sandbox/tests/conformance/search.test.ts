import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, draftOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** The search language and the fields of each resource (docs: "Search"). */
const bench = await openBench()

const people = async () => {
  const day = await openDay(bench)
  const make = async (params: Stripe.CustomerCreateParams) => (await day.stripe.customers.create(params)).id
  const ada = await make({
    name: 'Ada "The First" Lovelace',
    email: 'ada@rocket.example',
    phone: '+44 20 7946',
    metadata: { tier: 'gold' },
  })
  const ben = await make({ name: 'Ben', email: 'ben@rocket.example', metadata: { tier: 'Silver' } })
  const cleo = await make({ name: 'Cleo', email: 'cleo@other.example' })
  const names: Record<string, string> = { [ada]: 'ada', [ben]: 'ben', [cleo]: 'cleo', [day.customer]: 'payer' }
  const found = async (query: string) =>
    (await day.stripe.customers.search({ query, limit: 100 })).data
      .map(({ id }) => names[id] ?? '')
      .toSorted((a, b) => (a < b ? -1 : 1))
  return { ...day, found }
}

rules('docs, "Search": query structure and terminology', 'clauses', () => {
  it('are all required when joined by a space or AND, in any case', async () => {
    const { found } = await people()
    expect(await found('email~"rocket" name:"Ben"')).toEqual(['ben'])
    expect(await found('email~"rocket" and name:"Ben"')).toEqual(['ben'])
    expect(await found('email~"rocket" AND name:"Cleo"')).toEqual([])
  })

  it('are alternatives when joined by OR', async () => {
    expect(await (await people()).found('name:"Ben" OR name:"Cleo"')).toEqual(['ben', 'cleo'])
  })

  it.each(['name:"a" AND name:"b" OR name:"c"', 'name:"a" name:"b" OR name:"c"'])(
    'cannot mix AND and OR: %s',
    async (query) => {
      const { stripe } = await openDay(bench)
      expect(await refusalOf(stripe.customers.search({ query }))).toMatchObject({ statusCode: 400, param: 'query' })
    },
  )

  it('are ten at most', async () => {
    const { stripe } = await openDay(bench)
    const clauses = (count: number): string => Array.from({ length: count }, (_, i) => `name:"n${i}"`).join(' OR ')
    expect((await stripe.customers.search({ query: clauses(10) })).data).toEqual([])
    expect(await refusalOf(stripe.customers.search({ query: clauses(11) }))).toMatchObject({ param: 'query' })
  })

  it('know no parentheses', async () => {
    const { stripe } = await openDay(bench)
    const asked = stripe.customers.search({ query: '(name:"a" AND name:"b")' })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })
})

rules('docs, "Search": clauses that do not match', 'a minus', () => {
  it('turns a clause round, beside others too', async () => {
    const { found } = await people()
    expect(await found('-email:"ada@rocket.example"')).toEqual(['ben', 'cleo', 'payer'])
    expect(await found('email~"rocket" AND -name:"Ben"')).toEqual(['ada'])
  })
})

rules('docs, "Search": search syntax, exact and substring match', 'matching', () => {
  it('does not regard case', async () => {
    const { found } = await people()
    expect(await found('email:"ADA@Rocket.Example"')).toEqual(['ada'])
    expect(await found('metadata["tier"]:"silver"')).toEqual(['ben'])
  })

  it('finds parts of at least three characters, of strings only', async () => {
    const { stripe, found } = await people()
    expect(await found('phone~"207"')).toEqual([])
    expect(await found('phone~"7946"')).toEqual(['ada'])
    expect(await refusalOf(stripe.customers.search({ query: 'email~"ad"' }))).toMatchObject({ param: 'query' })
    expect(await refusalOf(stripe.customers.search({ query: 'metadata["tier"]~"gol"' }))).toMatchObject({
      param: 'query',
    })
    expect(await refusalOf(stripe.subscriptions.search({ query: 'status~"act"' }))).toMatchObject({ param: 'query' })
  })

  it('takes either quote, and a backslash before one inside', async () => {
    const { found } = await people()
    expect(await found("email:'ada@rocket.example'")).toEqual(['ada'])
    expect(await found(String.raw`name:"Ada \"The First\" Lovelace"`)).toEqual(['ada'])
    expect(await found(`name:'Ada "The First" Lovelace'`)).toEqual(['ada'])
  })

  it('needs quotes around text', async () => {
    const { stripe } = await openDay(bench)
    expect((await refusalOf(stripe.customers.search({ query: 'name:Ben' }))).statusCode).toBe(400)
  })
})

rules('docs, "Search": metadata, and empty values by null', 'presence', () => {
  it('of a metadata key is asked by null, its absence by a minus, in any case', async () => {
    const { found } = await people()
    expect(await found('metadata["tier"]:null')).toEqual(['cleo', 'payer'])
    expect(await found('-metadata["tier"]:null')).toEqual(['ada', 'ben'])
    expect(await found('-metadata["tier"]:NULL AND -metadata["tier"]:"gold"')).toEqual(['ben'])
  })

  it('of a field is asked the same way, and null is no number', async () => {
    const { stripe, found } = await people()
    expect(await found('phone:null')).toEqual(['ben', 'cleo', 'payer'])
    expect(await refusalOf(stripe.subscriptions.search({ query: 'canceled_at>null' }))).toMatchObject({
      param: 'query',
    })
  })
})

rules('docs, "Search": numeric comparators', 'numbers', () => {
  it('are compared by all five operators, with and without quotes', async () => {
    const day = await openDay(bench)
    const ids: string[] = []
    for (const total of [1000, 2000, 3000]) ids.push((await draftOf(day, [total])).id)
    const totals = async (query: string) => (await day.stripe.invoices.search({ query })).data.map(({ total }) => total)
    expect(await totals('total:2000')).toEqual([2000])
    expect(await totals('total>1000')).toEqual([3000, 2000])
    expect(await totals('total>=2000')).toEqual([3000, 2000])
    expect(await totals('total<2000')).toEqual([1000])
    expect(await totals('total<="2000"')).toEqual([2000, 1000])
    expect(await totals('total>1000 AND total<3000')).toEqual([2000])
    expect(await refusalOf(day.stripe.invoices.search({ query: 'total~"200"' }))).toMatchObject({ param: 'query' })
    expect(await refusalOf(day.stripe.invoices.search({ query: 'currency>"usd"' }))).toMatchObject({ param: 'query' })
  })

  it('are times in seconds too', async () => {
    const { stripe, control } = await openDay(bench)
    control.advanceTo(JUNE + DAY)
    await stripe.customers.create({ name: 'Later' })
    const { data } = await stripe.customers.search({ query: `created>=${JUNE + DAY}` })
    expect(data.map(({ name }) => name)).toEqual(['Later'])
  })
})

rules('docs, "Search": query fields of each resource', 'fields', () => {
  it('of invoices', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [700], { metadata: { run: 'a' } })
    const open = await day.stripe.invoices.finalizeInvoice(id)
    const found = async (query: string) => (await day.stripe.invoices.search({ query })).data.map((one) => one.id)
    const year = new Date(JUNE * 1000).getUTCFullYear()
    for (const query of [
      'currency:"usd"',
      `customer:"${day.customer}"`,
      `number:"${open.number}"`,
      `number~"${open.number?.slice(0, 5)}"`,
      'status:"open"',
      'status~"ope"',
      'subscription:null',
      'metadata["run"]:"a"',
      'receipt_number:null last_finalization_error_code:null last_finalization_error_type:null',
      `created<${Date.UTC(year + 1) / 1000}`,
    ])
      expect(await found(query), query).toEqual([id])
  })

  it('of subscriptions', async () => {
    const day = await openDay(bench)
    const { id } = await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: await day.monthly(1000) }],
      metadata: { team: 'a' },
    })
    const found = async (query: string) => (await day.stripe.subscriptions.search({ query })).data.map((one) => one.id)
    expect(await found('status:"active" canceled_at:null metadata["team"]:"a"')).toEqual([id])
    await day.stripe.subscriptions.cancel(id)
    expect(await found(`canceled_at>=${JUNE} AND -status:"active"`)).toEqual([id])
  })

  it('of prices', async () => {
    const { stripe, product } = await openDay(bench)
    const price = await stripe.prices.create({ product, currency: 'eur', unit_amount: 900, lookup_key: 'team_once' })
    await stripe.prices.create({ product, currency: 'usd', unit_amount: 900, recurring: { interval: 'year' } })
    const query = `active:"true" currency:"eur" lookup_key~"team" product:"${product}" type:"one_time"`
    expect((await stripe.prices.search({ query })).data.map(({ id }) => id)).toEqual([price.id])
    expect((await stripe.prices.search({ query: 'type:"recurring"' })).data).toHaveLength(1)
  })

  it('of products', async () => {
    const { stripe } = await openDay(bench)
    const { id } = await stripe.products.create({
      name: 'Drill',
      description: 'Makes holes',
      shippable: true,
      url: 'https://shop.example/drill',
    })
    const query = 'active:"true" description~"hole" name:"drill" shippable:"true" url~"shop.example"'
    expect((await stripe.products.search({ query })).data.map((one) => one.id)).toEqual([id])
    // The plan of the shop says nothing about shipping.
    expect((await stripe.products.search({ query: 'shippable:null' })).data.map(({ name }) => name)).toEqual(['Plan'])
  })

  it('of charges', async () => {
    const { stripe, customer } = await openDay(bench)
    const pay = (amount: number, metadata: Record<string, string>) =>
      stripe.paymentIntents.create({
        amount,
        currency: 'usd',
        customer,
        metadata,
        payment_method: 'pm_card_visa',
        confirm: true,
      })
    const first = await pay(1500, { order: '6735' })
    const second = await pay(900, { order: '6736' })
    await stripe.refunds.create({ payment_intent: second.id })
    const found = async (query: string) => (await stripe.charges.search({ query })).data.map(({ amount }) => amount)
    expect(await found('amount>999')).toEqual([1500])
    expect(await found('payment_method_details.card.last4:4242 refunded:"false"')).toEqual([1500])
    expect(await found('refunded:"true" AND -disputed:"true"')).toEqual([900])
    expect(await found(`customer:"${customer}" status:"succeeded" currency:"usd"`)).toEqual([900, 1500])
    expect(await found('payment_method_details.card.brand:"visa" created>0')).toEqual([900, 1500])
    expect(await found('billing_details.address.postal_code:null')).toEqual([900, 1500])
    expect((await stripe.charges.search({ query: `metadata["order"]:"6735"` })).data.map(({ id }) => id)).toEqual([
      first.latest_charge,
    ])
  })

  it('of payment intents', async () => {
    const { stripe, customer } = await openDay(bench)
    const make = (amount: number, currency: string, order: string) =>
      stripe.paymentIntents.create({ amount, currency, customer, metadata: { order } })
    const dollars = await make(1500, 'usd', 'a')
    const euros = await make(700, 'eur', 'b')
    const found = async (query: string) => (await stripe.paymentIntents.search({ query })).data.map(({ id }) => id)
    expect(await found('-currency:"usd"')).toEqual([euros.id])
    expect(await found('amount>=700 AND amount<1500')).toEqual([euros.id])
    expect(await found(`status:"requires_payment_method" customer:"${customer}"`)).toEqual([euros.id, dollars.id])
    expect(await found('metadata["order"]:"a" OR metadata["order"]:"c"')).toEqual([dollars.id])
    expect(await found('metadata["order"]:"a"')).toEqual([dollars.id])
  })

  it('that are not listed are refused', async () => {
    const { stripe } = await openDay(bench)
    for (const query of ['balance:0', 'id:"cus_1"', 'address.city:"Ulm"', 'metadata:"x"'])
      expect(await refusalOf(stripe.customers.search({ query })), query).toMatchObject({
        statusCode: 400,
        param: 'query',
      })
  })
})

rules('docs, "Search": pagination; API reference, search result', 'pages', () => {
  it('follow each other by next_page, which belongs to its query', async () => {
    const { stripe } = await openDay(bench)
    for (const name of ['Eve 1', 'Eve 2', 'Eve 3']) await stripe.customers.create({ name })
    const query = 'name~"eve"'
    const first = await stripe.customers.search({ query, limit: 2 })
    expect(first).toMatchObject({ object: 'search_result', url: '/v1/customers/search', has_more: true })
    const second = await stripe.customers.search({ query, limit: 2, page: first.next_page ?? '' })
    expect(second.data.map(({ name }) => name)).toEqual(['Eve 1'])
    expect(second).toMatchObject({ has_more: false, next_page: null })
    const other = stripe.customers.search({ query: 'name~"ada"', page: first.next_page ?? '' })
    expect(await refusalOf(other)).toMatchObject({ param: 'page' })
  })

  it('count everything only when expand names total_count', async () => {
    const { stripe } = await openDay(bench)
    for (const name of ['Eve 1', 'Eve 2', 'Eve 3']) await stripe.customers.create({ name })
    expect(await stripe.customers.search({ query: 'name~"eve"', limit: 1 })).not.toHaveProperty('total_count')
    const counted = await stripe.customers.search({ query: 'name~"eve"', limit: 1, expand: ['total_count'] })
    expect(counted.total_count).toBe(3)
  })
})
