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
  { name: 'unit', floor: 400 },
  { name: 'house', floor: 120 },
  { name: 'sandbox', floor: 80 },
  { name: 'contract', floor: 150 },
  { name: 'flow', floor: 300 },
  { name: 'desktop', floor: 100, isInBrowser: true, needsBuild: true },
]
