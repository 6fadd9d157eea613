/** Runs the calls one after another and returns their times in milliseconds, rising. */
export const timeEach = async <T>(inputs: readonly T[], call: (input: T) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = []
  for (const input of inputs) {
    const from = performance.now()
    await call(input)
    times.push(performance.now() - from)
  }
  return times.toSorted((a, b) => a - b)
}

/** The value below which `share` of them lie; `times` rising. */
export const percentile = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
