export interface BalancePoint {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The balance from then on, in minor units. */
  readonly amount: number
}

export interface StepBox {
  readonly width: number
  readonly height: number
  readonly from: number
  readonly to: number
}

export interface StepLine {
  readonly path: string
  readonly zeroY: number
  readonly end: { readonly x: number; readonly y: number }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A balance stays until it changes, so the line has steps and never slopes. Zero is always in sight. */
export const balancePath = (points: readonly BalancePoint[], { width, height, from, to }: StepBox): StepLine => {
  const sorted = points.toSorted((first, second) => first.at - second.at)
  const before = sorted.findLast(({ at }) => at <= from)?.amount ?? 0
  const inside = sorted.filter(({ at }) => at > from && at <= to)
  const amounts = [0, before, ...inside.map(({ amount }) => amount)]
  const high = Math.max(...amounts)
  const low = Math.min(...amounts)
  const x = (at: number): number => round(((at - from) / Math.max(1, to - from)) * width)
  const y = (amount: number): number => round(((high - amount) / Math.max(1, high - low)) * height)
  const steps = inside.map(({ at, amount }) => `H${x(at)}V${y(amount)}`)
  const last = inside.at(-1)?.amount ?? before
  return { path: `M0 ${y(before)}${steps.join('')}H${round(width)}`, zeroY: y(0), end: { x: width, y: y(last) } }
}
