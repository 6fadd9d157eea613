import { signingKeyOf } from '../lease/keys.ts'
import { unseal } from './sealed.ts'
import { type ClientState, type Condition, EMPTY_STATE } from './state.ts'

// States are written in turns to two slots, each time one generation higher: whichever can't be read, the other holds what was
// there just before.

export interface Slot {
  readonly generation: number
  readonly installId: string
  /** The process that wrote it. */
  readonly writer: string
  /** Where it was written. */
  readonly place: string
  readonly state: ClientState
}

export type Read<T> = { readonly kind: 'there'; readonly value: T } | { readonly kind: 'absent' | 'damaged' }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string'

const isTextOrNull = (value: unknown): boolean => value === null || isText(value)

const isNumber = (value: unknown): value is number => Number.isFinite(value)

const isPart: Readonly<Record<keyof ClientState, (value: unknown) => boolean>> = {
  claimMark: isTextOrNull,
  instanceId: isTextOrNull,
  token: isTextOrNull,
  nextNonce: isTextOrNull,
  lease: isTextOrNull,
  leaseVersion: isTextOrNull,
  offlineFile: (value) => value === null || (isRecord(value) && isText(value['text']) && isText(value['nonce'])),
  offlineNonce: isTextOrNull,
  fetchedKeys: (value) => Array.isArray(value) && value.every((key) => signingKeyOf(key) !== null),
  keyStatements: (value) => Array.isArray(value) && value.every(isText),
  checkEveryMs: (value) => value === null || isNumber(value),
  verdict: (value) =>
    value === null || (isRecord(value) && [value['code'], value['text'], value['next']].every(isText)),
  time: (value) => value === null || (isRecord(value) && isNumber(value['trustedMs']) && isNumber(value['wallMs'])),
}

/** What an older version of this package did not know is taken as empty; what is there has to have its form. */
const stateOf = (value: unknown): ClientState | null => {
  if (!isRecord(value)) return null
  const whole: Readonly<Record<string, unknown>> = { ...EMPTY_STATE, ...value }
  const isWhole = Object.entries(isPart).every(([name, isRight]) => isRight(whole[name]))
  return isWhole ? { ...EMPTY_STATE, ...value } : null
}

const slotOf = (body: unknown): Slot | null => {
  if (!isRecord(body)) return null
  const { generation, installId, writer, place } = body
  const state = stateOf(body['state'])
  if (!isNumber(generation) || !isText(installId) || !isText(writer) || !isText(place) || state === null) return null
  return { generation, installId, writer, place, state }
}

const readWith = <T>(text: string | null, read: (body: unknown) => T | null): Read<T> => {
  if (text === null) return { kind: 'absent' }
  const value = read(unseal(text))
  return value === null ? { kind: 'damaged' } : { kind: 'there', value }
}

export const readSlot = (text: string | null): Read<Slot> => readWith(text, slotOf)

export const readInstallId = (text: string | null): Read<string> =>
  readWith(text, (body) => (isRecord(body) && isText(body['installId']) ? body['installId'] : null))

export interface Found {
  readonly install: Read<string>
  readonly slots: readonly [Read<Slot>, Read<Slot>]
}

const newestOf = ({ slots }: Found): Slot | null => {
  const there = slots.flatMap((slot) => (slot.kind === 'there' ? [slot.value] : []))
  return there.toSorted((a, b) => b.generation - a.generation)[0] ?? null
}

/** Two slots that were written one after the other, or the only one that there ever was. */
const conditionOfSlots = ([even, odd]: Found['slots'], newest: Slot): Condition => {
  if (even.kind !== 'there' || odd.kind !== 'there') return newest.generation === 1 ? 'whole' : 'missing'
  if (even.value.installId !== odd.value.installId) return 'copied'
  return Math.abs(even.value.generation - odd.value.generation) === 1 ? 'whole' : 'rolled-back'
}

const conditionOf = ({ install, slots }: Found, newest: Slot | null): Condition => {
  if ([install, ...slots].some(({ kind }) => kind === 'damaged')) return 'corrupted'
  if (newest === null) return install.kind === 'absent' ? 'fresh' : 'missing'
  if (install.kind === 'there' && install.value !== newest.installId) return 'copied'
  const condition = conditionOfSlots(slots, newest)
  return condition === 'whole' && install.kind === 'absent' ? 'missing' : condition
}

/** What the three files are together: pure, so that every mixture can be tried. */
export const judge = (found: Found): { condition: Condition; newest: Slot | null; installId: string | null } => {
  const newest = newestOf(found)
  const installId = found.install.kind === 'there' ? found.install.value : (newest?.installId ?? null)
  return { condition: conditionOf(found, newest), newest, installId }
}
