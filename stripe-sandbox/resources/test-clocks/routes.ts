import type { Stripe } from 'stripe'
import { deleteClock } from '../../billing/delete-clock.ts'
import { addInterval, shortestLength } from '../../billing/period-rules.ts'
import type { Account } from '../../store/account.ts'
import type { TestClock } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { listPage } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'

const KIND = 'test_helpers.test_clock'
const KEPT_SECONDS = 30 * 86_400
const TWO_YEARS = { interval: 'year', interval_count: 2 }

const create = ({ account }: Call, params: Stripe.TestHelpers.TestClockCreateParams): TestClock =>
  account.create(
    KIND,
    {
      id: account.ids.next(KIND),
      object: KIND,
      created: account.now,
      deletes_after: account.now + KEPT_SECONDS,
      frozen_time: params.frozen_time,
      livemode: false,
      name: params.name ?? null,
      status: 'ready',
      status_details: {},
    },
    'test_helpers.test_clock.created',
  )

/** Two intervals of the shortest subscription, or two years when there is none. */
const furthest = (account: Account, clock: TestClock): number => {
  const customers = account.all('customer').list([{ index: 'clock', value: clock.id }])
  const [shortest] = customers
    .flatMap(({ id }) => account.all('subscription').list([{ index: 'customer', value: id }]))
    .filter(({ ended_at: endedAt }) => endedAt === null)
    .flatMap(({ items }) => items.data.flatMap(({ price }) => price.recurring ?? []))
    .toSorted((a, b) => shortestLength(a) - shortestLength(b))
  return shortest === undefined
    ? addInterval(clock.frozen_time, TWO_YEARS)
    : addInterval(clock.frozen_time, shortest, 2)
}

const advance = ({ account }: Call, asked: number, id: string): TestClock => {
  const clock = account.need(KIND, id)
  if (asked <= clock.frozen_time)
    throw invalidRequest("frozen_time must be after the test clock's current frozen time.", { param: 'frozen_time' })
  if (asked > furthest(account, clock)) {
    throw invalidRequest(
      'A test clock can be advanced by at most two intervals of its shortest subscription, or two years without one.',
      { param: 'frozen_time' },
    )
  }
  const advancing = account.update(KIND, {
    ...clock,
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: asked } },
  })
  account.emit('test_helpers.test_clock.advancing', KIND, advancing)
  return advancing
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'test_clock', operation, supports })

export const testClockRoutes: readonly Route[] = [
  route<Stripe.TestHelpers.TestClockCreateParams>('POST', '/v1/test_helpers/test_clocks', {
    ...spec('create', ['frozen_time', 'name']),
    handle: create,
  }),
  route<Stripe.TestHelpers.TestClockListParams>('GET', '/v1/test_helpers/test_clocks', {
    ...spec('list', ['ending_before', 'limit', 'starting_after']),
    handle: (call, params) => listPage(call, { kind: KIND, params }),
  }),
  route('GET', '/v1/test_helpers/test_clocks/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need(KIND, id),
  }),
  route<Stripe.TestHelpers.TestClockAdvanceParams>('POST', '/v1/test_helpers/test_clocks/:id/advance', {
    ...spec('advance', ['frozen_time']),
    handle: (call, params, [id = '']) => advance(call, params.frozen_time, id),
  }),
  route('DELETE', '/v1/test_helpers/test_clocks/:id', {
    ...spec('delete'),
    handle: ({ account }, _params, [id = '']) => {
      deleteClock(account, account.need(KIND, id))
      return { id, object: KIND, deleted: true } as Answer
    },
  }),
]
