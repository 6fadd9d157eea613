import type { FaultKind } from 'stripe-sandbox'
import type { Chance } from './chance.ts'

/** What a world is prone to. Troubles that only hurt together have to come together often enough. */
export interface Mood {
  readonly name: string
  /** How often each thing happens, against the others. */
  readonly weights: Readonly<Record<Happening, number>>
  readonly faults: readonly FaultKind[]
  /** How much of what is broken are writes. */
  readonly onWrites: number
  /** How often a round meets faults, writes that arrive late, the end of its process. */
  readonly broken: number
  readonly late: number
  readonly crash: number
  /** How often the time that passes is longer than Stripe keeps a key. */
  readonly forgets: number
  readonly longestPauseMs: number
}

export type Happening = 'ask' | 'click' | 'act' | 'work' | 'time' | 'backup' | 'restore' | 'disturb'

const ANYTHING: Mood = {
  name: 'anything',
  weights: { ask: 4, click: 2, act: 7, work: 9, time: 6, backup: 2, restore: 1, disturb: 1 },
  faults: [
    'rate_limit',
    'error_before',
    'error_after',
    'error_after',
    'drop_before',
    'drop_after',
    'drop_after',
    'nonsense',
  ],
  onWrites: 0.65,
  broken: 0.6,
  late: 0.25,
  crash: 0.6,
  forgets: 0.12,
  longestPauseMs: 4 * 60_000,
}

/** Writes time out, or arrive late, and meanwhile others of theirs are answered with errors. */
const SLOW: Mood = {
  ...ANYTHING,
  name: 'slow',
  weights: { ask: 3, click: 1, act: 6, work: 14, time: 9, backup: 0, restore: 0, disturb: 0 },
  faults: ['error_before', 'error_before', 'drop_before', 'rate_limit'],
  onWrites: 1,
  broken: 0.7,
  late: 0.6,
  crash: 0.3,
  forgets: 0,
  longestPauseMs: 20_000,
}

/** Answers are lost, and by the next time the key is forgotten. */
const FORGETFUL: Mood = {
  ...ANYTHING,
  name: 'forgetful',
  weights: { ask: 3, click: 1, act: 6, work: 10, time: 8, backup: 0, restore: 0, disturb: 0 },
  faults: ['drop_after', 'error_after', 'nonsense'],
  onWrites: 1,
  broken: 0.8,
  late: 0.1,
  crash: 0.7,
  forgets: 0.5,
}

/** Backups are put back again and again, soon and late. */
const RESTORED: Mood = {
  ...ANYTHING,
  name: 'restored',
  weights: { ask: 3, click: 1, act: 7, work: 8, time: 5, backup: 4, restore: 3, disturb: 0 },
  broken: 0.3,
  late: 0.3,
  crash: 0.3,
  forgets: 0.35,
}

const MOODS = [ANYTHING, ANYTHING, SLOW, FORGETFUL, RESTORED] as const

export const moodOf = (chance: Chance): Mood => chance.pick(MOODS)
