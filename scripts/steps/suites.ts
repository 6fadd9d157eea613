/** A vitest project, and the fewest tests that it may run: a suite that lost its files must not pass by silence. */
export interface Suite {
  readonly name: string
  readonly floor: number
  /** Needs a Chromium on the machine. */
  readonly isInBrowser?: boolean
  /** Runs against `out/`. */
  readonly needsBuild?: boolean
}

/** Quick ones first, so that a plain mistake shows early. Raise a floor when a suite has grown well above it. */
export const SUITES: readonly Suite[] = [
  { name: 'unit', floor: 50 },
  { name: 'house', floor: 20 },
  { name: 'sandbox', floor: 20 },
  { name: 'contract', floor: 20 },
  { name: 'flow', floor: 20 },
  { name: 'desktop', floor: 10, isInBrowser: true, needsBuild: true },
]
