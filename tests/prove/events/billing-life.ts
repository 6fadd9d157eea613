import { Stripe } from 'stripe'
import type { RunningSandbox } from 'stripe-sandbox'
import { acts as sandboxActs, LONGEST_PAUSE, START } from '../../../stripe-sandbox/tests/model/history.ts'
import { type Acts, NothingThere, type Step, type World } from '../../../stripe-sandbox/tests/model/world.ts'
import type { Chance } from '../chance.ts'
import { makePlan, makeTeam, planActs } from './plan-acts.ts'
import type { Pulse } from './pulse.ts'

const DAY = 86_400
/** How often the history waits until what happened was told, and for those who heard of it, before it goes on. */
const WAITS = 0.7

const ACTS: Acts = { ...sandboxActs, ...planActs }
const OFTEN = ['sold', 'sold', 'soldFor', 'planChanged', 'cardBroken', 'cardMended', 'renamedTwice']
const OF_PLANS = [...Object.keys(planActs), ...OFTEN]
const OF_SANDBOX = Object.keys(sandboxActs)

/** Many within one second, most soon after, some over the end of a period. */
const pauseOf = (chance: Chance): number => {
  const kind = chance.whole(1, 20)
  if (kind <= 5) return 0
  if (kind <= 13) return chance.whole(0, 7200)
  return kind <= 18 ? chance.whole(7200, 6 * DAY) : chance.whole(6 * DAY, LONGEST_PAUSE)
}

const stepsOf = (chance: Chance): Step[] =>
  Array.from({ length: chance.whole(15, 35) }, () => ({
    act: chance.pick(chance.happens(0.55) ? OF_PLANS : OF_SANDBOX),
    pick: chance.whole(0, 99),
    size: chance.whole(1, 12_000),
    after: pauseOf(chance),
  }))

/** Stripe refuses much, and the sandbox what it doesn't know; neither ever breaks. */
const isRefused = (error: unknown): boolean =>
  error instanceof NothingThere ||
  (error instanceof Stripe.errors.StripeError && [400, 402, 404, 501].includes(error.statusCode ?? 0))

const attempt = async (world: World, step: Step): Promise<boolean> => {
  try {
    await ACTS[step.act]?.(world, step)
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
}

const furnish = async (stripe: Stripe, world: Omit<World, 'product'>): Promise<World> => {
  const { id: product } = await stripe.products.create({ name: 'Plan' })
  const whole = { ...world, product }
  for (const size of [100, 250]) await makePlan(whole, { act: 'plan', pick: 3, size, after: 0 })
  for (const pick of [0, 1, 2]) await makeTeam(whole, { act: 'team', pick, size: pick, after: 0 })
  await stripe.coupons.create({ percent_off: 15, duration: 'forever' })
  return whole
}

export const clientOf = ({ host, port }: RunningSandbox, key: string): Stripe =>
  new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, timeout: 60_000 })

/** Lives one random billing history in the empty account of a key, a beat for each step; returns how many steps were taken. */
export const liveBilling = async (
  sandbox: RunningSandbox,
  key: string,
  { chance, pulse }: { chance: Chance; pulse: Pulse },
): Promise<number> => {
  const control = sandbox.account(key)
  const stripe = clientOf(sandbox, key)
  const world = await furnish(stripe, { stripe, control })
  let done = 0
  let now = START
  for (const step of stepsOf(chance)) {
    now += step.after
    control.advanceTo(now)
    if (await attempt(world, step)) done += 1
    if (chance.happens(WAITS)) await sandbox.webhooksSettled()
    pulse.beat()
    if (chance.happens(WAITS)) await pulse.quiet()
  }
  return done
}
