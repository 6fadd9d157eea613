export interface CharRun {
  readonly text: string
  readonly isDifferent: boolean
}

const MAX_COMPARED = 200

/** Lengths of the longest runs shared by what is left of both, for every pair of places. */
const sharedLengths = (value: readonly string[], expected: readonly string[]) => {
  const width = expected.length + 1
  const lengths = new Uint16Array((value.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = value.length - 1; i >= 0; i--) {
    for (let j = expected.length - 1; j >= 0; j--) {
      const isSame = value[i] === expected[j]
      lengths[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  return at
}

/** Which characters of `value` are kept by the longest run shared with `expected`, in order. */
const keptChars = (value: readonly string[], expected: readonly string[]): boolean[] => {
  const shared = sharedLengths(value, expected)
  let j = 0
  return value.map((char, i) => {
    while (j < expected.length && char !== expected[j] && shared(i, j + 1) > shared(i + 1, j)) j++
    const isKept = char === expected[j]
    if (isKept) j++
    return isKept
  })
}

/** Runs of `value` that `expected` has and has not. Compared by code point, so that an emoji is never cut in half. */
export const diffChars = (value: string, expected: string): readonly CharRun[] => {
  const chars = Array.from(value)
  const wanted = Array.from(expected)
  if (chars.length > MAX_COMPARED || wanted.length > MAX_COMPARED)
    return [{ text: value, isDifferent: value !== expected }]
  const isSameLength = chars.length === wanted.length
  const kept = isSameLength ? chars.map((char, at) => char === wanted[at]) : keptChars(chars, wanted)
  const runs: { text: string; isDifferent: boolean }[] = []
  for (const [at, char] of chars.entries()) {
    const isDifferent = !kept[at]
    const last = runs.at(-1)
    if (last?.isDifferent === isDifferent) last.text += char
    else runs.push({ text: char, isDifferent })
  }
  return runs
}
