import { routes } from '../../resources/routes.ts'

export type Fields = Readonly<Record<string, unknown>>
export type Thing = Fields & { readonly id: string; readonly object: string }

export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

export const isThing = (value: unknown): value is Thing =>
  isFields(value) && typeof value['id'] === 'string' && typeof value['object'] === 'string'

/** Lists that the routes offer: of the account, and of each customer. */
const lists = routes.filter(({ method, operation }) => method === 'GET' && operation === 'list')
const ofAccount = lists.filter(({ path }) => !path.includes(':') && !path.startsWith('/v1/events'))
const ofCustomer = lists.filter(({ path }) => /^\/v1\/customers\/:\w+\/\w+$/.test(path))

/** These are only listed for something. */
const PER_CUSTOMER = new Set(['/v1/payment_methods'])
const PER_SUBSCRIPTION = new Set(['/v1/subscription_items'])

const SUBSCRIPTIONS = '/v1/subscriptions'

const DISCOUNTED = [
  [SUBSCRIPTIONS, 'data.discounts'],
  ['/v1/invoices', 'data.discounts'],
  ['/v1/invoiceitems', 'data.discounts'],
] as const

const UNLISTED = [
  ['/v1/payment_methods', /\bpm_1[A-Za-z0-9]{23}\b/g],
  ['/v1/prices', /\bprice_1[A-Za-z0-9]{23}\b/g],
] as const

/** Reads one account as it is sent, without the client in between. */
export class Reader {
  readonly #url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.#url = url
    this.#key = key
  }

  async get(path: string, params: Readonly<Record<string, string>> = {}): Promise<Fields> {
    const answer = await fetch(`${this.#url}${path}?${new URLSearchParams(params).toString()}`, {
      headers: { authorization: `Bearer ${this.#key}` },
    })
    const body = (await answer.json()) as Fields
    if (answer.status !== 200) throw new Error(`${path} is ${answer.status}: ${JSON.stringify(body)}`)
    return body
  }

  /** All pages of a list, newest first. */
  async all(path: string, params: Readonly<Record<string, string>> = {}): Promise<Thing[]> {
    const found: Thing[] = []
    for (;;) {
      const after = found.at(-1)?.id
      const page = await this.get(path, { ...params, limit: '100', ...(after && { starting_after: after }) })
      found.push(...(page['data'] as Thing[]))
      if (page['has_more'] !== true) return found
    }
  }

  /** Everything that the account's lists give. */
  async account(): Promise<Thing[]> {
    const found: Thing[] = []
    for (const { path } of ofAccount)
      if (!PER_CUSTOMER.has(path) && !PER_SUBSCRIPTION.has(path))
        found.push(...(await this.all(path, path === SUBSCRIPTIONS ? { status: 'all' } : {})))
    for (const { id } of found.filter(({ object }) => object === 'customer')) {
      for (const { path } of ofCustomer) found.push(...(await this.all(path.replace(/:\w+/, id))))
      for (const path of PER_CUSTOMER) found.push(...(await this.all(path, { customer: id })))
    }
    return found
  }

  /** Discounts have no list of their own: they are found where they act. */
  async discounts(): Promise<Thing[]> {
    const found: unknown[] = []
    for (const [path, expand] of DISCOUNTED)
      for (const thing of await this.all(path, {
        'expand[]': expand,
        ...(path === SUBSCRIPTIONS && { status: 'all' }),
      }))
        found.push(thing['discounts'], thing['discount'])
    return found.flat().filter(isThing)
  }

  /** Payment methods that belong to nobody, and prices that a line told, are in no list, but can be read. */
  async detached(things: readonly Thing[]): Promise<string[]> {
    const text = JSON.stringify(things)
    const found: string[] = []
    for (const [path, ids] of UNLISTED)
      for (const id of new Set(text.match(ids))) found.push(String((await this.get(`${path}/${id}`))['id']))
    return found
  }

  /** Events newer than the given one, oldest first. */
  async events(after: string | undefined): Promise<Thing[]> {
    if (after === undefined) return (await this.all('/v1/events')).toReversed()
    const found: Thing[] = []
    for (;;) {
      const page = await this.get('/v1/events', { limit: '100', ending_before: found.at(-1)?.id ?? after })
      found.push(...(page['data'] as Thing[]).toReversed())
      if (page['has_more'] !== true) return found
    }
  }
}
