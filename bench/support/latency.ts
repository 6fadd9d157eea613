/** Runs the calls one after another and returns their times in milliseconds, in the order of the inputs. */
export const timeEach = async <T>(inputs: readonly T[], call: (input: T) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = []
  for (const input of inputs) {
    const from = performance.now()
    await call(input)
    times.push(performance.now() - from)
  }
  return times
}

/** The value below which `share` of them lie. */
export const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN

export interface Latency {
  readonly p50: number
  /** Over the inputs, each with the median of its passes: what the work itself takes, a busy machine's pauses aside. */
  readonly p99: number
  /** Over every single call, pauses and all. */
  readonly rawP99: number
}

/** Several passes over all inputs, so that no input is asked twice in a row. */
export const measureLatency = async <T>(
  inputs: readonly T[],
  passes: number,
  call: (input: T) => Promise<unknown>,
): Promise<Latency> => {
  const rounds: number[][] = []
  for (let pass = 0; pass < passes; pass++) rounds.push(await timeEach(inputs, call))
  const medians = inputs.map((_, i) =>
    percentile(
      rounds.map((round) => round[i] ?? Number.NaN),
      0.5,
    ),
  )
  return { p50: percentile(medians, 0.5), p99: percentile(medians, 0.99), rawP99: percentile(rounds.flat(), 0.99) }
}
