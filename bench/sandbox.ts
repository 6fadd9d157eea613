import { ask, type Call, type ServerChild, startChild, throughput } from './support/http-load.ts'
import { median } from './support/middle.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'

// Smaller only to try the benchmark itself out; the goals are for a hundred thousand.
const CUSTOMERS = Number(process.env.BENCH_CUSTOMERS ?? 100_000)
const ROUNDS = 5
const STARTS = 5

const idIn = (answer: string): string => (JSON.parse(answer) as { readonly id: string }).id

const customer = (i: number): Call => ({
  method: 'POST',
  path: '/v1/customers',
  body: `name=Customer+${i}&email=c${i}%40example.com&metadata[team]=team-${i}`,
})

interface Work {
  readonly what: string
  readonly count: number
  readonly callAt: (i: number) => Call
  /** Share of what bare `node:http` manages with the same answer. */
  readonly goal: string
}

/** What a customer can be billed for; made once. */
const furnish = async (url: string): Promise<{ readonly price: string; readonly payer: string }> => {
  const post = async (path: string, body: string) => idIn(await ask(url, { method: 'POST', path, body }))
  const product = await post('/v1/products', 'name=Plan')
  const price = await post('/v1/prices', `product=${product}&currency=usd&unit_amount=1000&recurring[interval]=month`)
  const payer = 'payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa'
  return { price, payer: await post('/v1/customers', payer) }
}

const works = async (url: string): Promise<Work[]> => {
  const { price, payer } = await furnish(url)
  return [
    {
      what: 'GET a customer',
      count: 4000,
      callAt: () => ({ method: 'GET', path: `/v1/customers/${payer}` }),
      goal: 'ratio >= 0.3',
    },
    { what: 'create a customer', count: 2000, callAt: customer, goal: 'ratio >= 0.2' },
    {
      what: 'list 10 customers',
      count: 2000,
      callAt: () => ({ method: 'GET', path: '/v1/customers?limit=10' }),
      goal: 'ratio >= 0.2',
    },
    {
      what: 'create a subscription, with its invoice paid',
      count: 500,
      callAt: () => ({
        method: 'POST',
        path: '/v1/subscriptions',
        body: `customer=${payer}&items[0][price]=${price}`,
      }),
      goal: 'ratio >= 0.02',
    },
  ]
}

/** The sandbox beside a bare server that sends the very same bytes, in turns, so that both meet the same machine. */
const measureWork = async (url: string, { what, count, callAt, goal }: Work): Promise<ResultRow> => {
  const bare = await startChild('bare', await ask(url, callAt(0)))
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(await throughput(bare.url, count, callAt))
    ours.push(await throughput(url, count, callAt))
  }
  await bare.stop()
  return toRow({
    what,
    value: median(ours),
    unit: 'requests/s',
    beside: 'bare node:http, the same answer',
    besideValue: median(theirs),
    goal,
  })
}

const measureStart = async (): Promise<ResultRow> => {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let start = 0; start < STARTS; start += 1) {
    for (const [kind, times] of [
      ['bare', theirs],
      ['sandbox', ours],
    ] as const) {
      const child = await startChild(kind)
      times.push(child.startMs)
      await child.stop()
    }
  }
  return toRow({
    what: 'start of an empty sandbox',
    value: median(ours),
    unit: 'ms',
    beside: 'a process with bare node:http',
    besideValue: median(theirs),
    goal: 'value <= 1000',
  })
}

const MEGABYTE = 1_000_000

const measureMemory = async (sandbox: ServerChild, say: Say): Promise<ResultRow> => {
  const empty = await sandbox.memory()
  const rate = await throughput(sandbox.url, CUSTOMERS, customer)
  const full = await sandbox.memory()
  const perCustomer = (full.heapBytes - empty.heapBytes) / CUSTOMERS
  say(`${CUSTOMERS} customers at ${Math.round(rate)}/s, ${Math.round(perCustomer)} bytes of heap each`)
  return toRow({
    what: `memory with ${CUSTOMERS} customers (${Math.round(perCustomer)} bytes of heap each, their events too)`,
    value: full.rssBytes / MEGABYTE,
    unit: 'MB',
    beside: 'the same process, empty',
    besideValue: empty.rssBytes / MEGABYTE,
    goal: 'value <= 500',
  })
}

/** The sandbox in a process of its own, over HTTP, beside bare `node:http` in the same run. */
export const bench: Bench = async (say) => {
  const start = await measureStart()
  say('started')
  const sandbox = await startChild('sandbox')
  const memory = await measureMemory(sandbox, say)
  const rows: ResultRow[] = []
  for (const work of await works(sandbox.url)) {
    rows.push(await measureWork(sandbox.url, work))
    say(work.what)
  }
  await sandbox.stop()
  return [start, memory, ...rows]
}
