import { systemActor } from '../../server/kernel/actor.ts'
import { markRestored } from '../../server/features/executions/index.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { Chance } from './chance.ts'
import { breakStripe } from './faults.ts'
import { type Happening, type Mood, moodOf } from './moods.ts'
import { Crash, mortalKernel } from './mortal-kernel.ts'
import { actOn, clickOn } from './people.ts'
import { runProcesses } from './processes.ts'
import { SCENARIOS } from './scenarios.ts'
import type { Wish } from './scenario.ts'
import type { World } from './world.ts'

/** What happened in a run, so that a proof can say what it rests on. */
export interface Counts {
  asked: number
  clicks: number
  faults: number
  timedOut: number
  crashes: number
  forgottenKeys: number
  backups: number
  restores: number
  resolved: number
}

export const noCounts = (): Counts => ({
  asked: 0,
  clicks: 0,
  faults: 0,
  timedOut: 0,
  crashes: 0,
  forgottenKeys: 0,
  backups: 0,
  restores: 0,
  resolved: 0,
})

export interface History {
  readonly world: World
  readonly mood: Mood
  readonly wishes: Wish[]
  readonly counts: Counts
  /** Approved by a companion whose memory of it was lost with a restored backup. */
  readonly forgotten: Set<string>
  hasBackup: boolean
}

const HOUR_MS = 3_600_000
const MOST_WISHES = 4
const ENDINGS_IN_VAIN = ['reject', 'withdraw', 'expire'] as const
const ENDINGS: ReadonlyArray<Wish['ending']> = [
  ...Array.from({ length: 9 }, () => 'approve' as const),
  ...ENDINGS_IN_VAIN,
]

const newWish = async ({ world }: History, chance: Chance): Promise<Wish> => {
  world.sandbox.clearFaults()
  const scenario = chance.pick(SCENARIOS)
  const prepared = await scenario.prepare(world, chance)
  const requestKey = Array.from({ length: 24 }, () => chance.whole(0, 31).toString(32)).join('')
  return { scenario, prepared, requestKey, ending: chance.pick(ENDINGS), ids: new Set(), refusal: null }
}

/** Whoever gets no answer shrugs, and clicks again some other time. */
const shrug = async (history: History, work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Crash) history.counts.crashes += 1
    else if (!(error instanceof GatewayError) && !(error instanceof Error && error.message.startsWith('not proven')))
      throw error
  }
}

const click = async (history: History, wish: Wish): Promise<void> => {
  const { world, counts } = history
  const { chance } = world
  const kernel = mortalKernel(world.kernels()[0], chance.happens(0.15) ? chance.whole(1, 25) : null)
  const twice = chance.happens(0.2) ? [kernel, world.kernels()[1]] : [kernel]
  counts.clicks += twice.length
  await Promise.all(twice.map((one) => shrug(history, clickOn(world, one, wish))))
}

const askAnew = async (history: History): Promise<void> => {
  if (history.wishes.length >= MOST_WISHES) return
  const wish = await newWish(history, history.world.chance)
  history.wishes.push(wish)
  history.counts.asked += 1
  await click(history, wish)
}

const clickAgain = async (history: History): Promise<void> => {
  if (history.wishes.length > 0) await click(history, history.world.chance.pick(history.wishes))
}

const act = async (history: History): Promise<void> => {
  const { world, wishes } = history
  const { chance } = world
  const open = wishes.flatMap((wish) => [...wish.ids].map((id) => ({ wish, id })))
  if (open.length === 0) return
  const { wish, id } = chance.pick(open)
  const kernel = mortalKernel(world.kernels()[0], chance.happens(0.15) ? chance.whole(1, 8) : null)
  await shrug(history, actOn(world, kernel, wish, id))
}

const work = async (history: History): Promise<void> => {
  const { world, counts, mood } = history
  const { chance } = world
  if (chance.happens(mood.broken)) counts.faults += breakStripe(world.sandbox, world.key, mood, chance)
  const isLate = chance.happens(mood.late)
  if (isLate) counts.timedOut += 1
  world.late.delay(isLate ? 0.5 : 0)
  counts.crashes += await runProcesses(world, mood.crash)
  world.late.delay(0)
  if (chance.happens(0.5)) world.sandbox.clearFaults()
}

const passTime = async ({ world, counts, mood }: History): Promise<void> => {
  const { chance } = world
  if (!chance.happens(mood.forgets)) return world.wait(chance.whole(500, mood.longestPauseMs))
  const isLong = chance.happens(0.2)
  counts.forgottenKeys += 1
  await world.wait((isLong ? 73 : 25) * HOUR_MS)
}

const backUp = async (history: History): Promise<void> => {
  const { store, kernels } = history.world
  if (store.backup === null) return
  await store.backup(kernels()[0].db)
  history.hasBackup = true
  history.counts.backups += 1
}

const restore = async (history: History): Promise<void> => {
  const { world, wishes, counts, forgotten } = history
  if (!history.hasBackup) return
  const rows = await world.kernels()[0].db.selectFrom('approvalRequest').select(['id', 'state']).execute()
  for (const { id, state } of rows) if (!['requested', 'rejected'].includes(state)) forgotten.add(id)
  await world.restore()
  await markRestored(world.kernels()[0], systemActor('prove'), 'a backup was put back')
  counts.restores += 1
  // What was approved in the lost time waits again, and may be wanted no more.
  for (const wish of wishes) if (world.chance.happens(0.4)) wish.ending = world.chance.pick(ENDINGS_IN_VAIN)
}

const disturb = async ({ world, wishes }: History): Promise<void> => {
  const { chance, sandbox, stripe } = world
  if (wishes.length === 0) return
  sandbox.clearFaults()
  const { customer } = chance.pick(wishes).prepared
  if (customer) await stripe.customers.createBalanceTransaction(customer, { amount: -7, currency: 'usd' })
}

const HAPPENINGS: Readonly<Record<Happening, (history: History) => Promise<void>>> = {
  ask: askAnew,
  click: clickAgain,
  act,
  work,
  time: passTime,
  backup: backUp,
  restore,
  disturb,
}

const deckOf = ({ weights }: Mood): Happening[] =>
  (Object.keys(HAPPENINGS) as Happening[]).flatMap((name) => Array.from({ length: weights[name] }, () => name))

/** So many things in a row, each by chance. */
export const liveThrough = async (world: World, events: number): Promise<History> => {
  const mood = moodOf(world.chance)
  const history: History = { world, mood, wishes: [], counts: noCounts(), forgotten: new Set(), hasBackup: false }
  const deck = deckOf(mood)
  await askAnew(history)
  for (let n = 0; n < events; n++) await HAPPENINGS[world.chance.pick(deck)](history)
  return history
}
