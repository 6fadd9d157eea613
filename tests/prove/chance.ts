/** Randomness that a seed repeats. */
export interface Chance {
  /** From `least` to `most`, both possible. */
  readonly whole: (least: number, most: number) => number
  readonly happens: (probability: number) => boolean
  readonly pick: <T>(of: readonly [T, ...T[]] | readonly T[]) => T
}

/** Mulberry32: 32 bits of state are plenty for telling histories apart. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const chanceOf = (seed: number): Chance => {
  const next = generator(seed)
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    happens: (probability) => next() < probability,
    pick: (of) => {
      const one = of[whole(0, of.length - 1)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}
