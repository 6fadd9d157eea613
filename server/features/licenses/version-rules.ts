// Perpetual fallback: a licence whose updates ended covers, for ever, every version released on or before the last day of
// updates. Days are days in UTC, compared as text. The release register wins over what a program says of itself.

export interface Release {
  readonly version: string
  /** `2026-11-21` */
  readonly releasedOn: string
}

export interface Coverage {
  readonly isCovered: boolean
  /** What was taken as the version's release day. */
  readonly releasedOn: string
  readonly isFromRegister: boolean
  /** Of the register; null when it knows none that is covered. */
  readonly newestCovered: Release | null
}

const partsOf = (version: string): string[] => version.toLowerCase().split(/[.+_-]|(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/)

const compareParts = (one: string, other: string): number => {
  const numbers = [one, other].map((part) => (/^\d+$/.test(part) ? Number(part) : null))
  const [first = null, second = null] = numbers
  if (first !== null && second !== null) return first - second
  // 4.0 is newer than 4.0-rc1: a word is a step before the number or the end.
  if (first !== null) return 1
  if (second !== null) return -1
  return one < other ? -1 : Number(one > other)
}

/** Below 0 when the first is older. Numbers count as numbers: 4.10 is newer than 4.9. */
export const compareVersions = (one: string, other: string): number => {
  const [first, second] = [partsOf(one), partsOf(other)]
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const order = compareParts(first[index] ?? '0', second[index] ?? '0')
    if (order !== 0) return order
  }
  return 0
}

const isNewer = (one: Release, other: Release): boolean =>
  one.releasedOn === other.releasedOn
    ? compareVersions(one.version, other.version) > 0
    : one.releasedOn > other.releasedOn

/** The newest release that such a licence covers; `updatesUntil` null = it covers all. */
export const newestCovered = (register: readonly Release[], updatesUntil: string | null): Release | null =>
  register.reduce<Release | null>((newest, release) => {
    if (updatesUntil !== null && release.releasedOn > updatesUntil) return newest
    return newest === null || isNewer(release, newest) ? release : newest
  }, null)

export const coverageOf = (
  running: Release,
  { register, updatesUntil }: { register: readonly Release[]; updatesUntil: string | null },
): Coverage => {
  const known = register.find(({ version }) => version === running.version)
  const releasedOn = known?.releasedOn ?? running.releasedOn
  const isCovered = updatesUntil === null || releasedOn <= updatesUntil
  return {
    isCovered,
    releasedOn,
    isFromRegister: known !== undefined,
    newestCovered: newestCovered(register, updatesUntil),
  }
}
