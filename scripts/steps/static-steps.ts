import { program, type Step } from './run-step.ts'

/** What can be said about the sources without running them; the longest first, so that two cores end together. */
export const STATIC_STEPS: readonly Step[] = [
  { name: 'dead code', command: [program('knip'), '--no-progress'] },
  { name: 'lint', command: [program('oxlint'), '--type-aware', '--quiet'] },
  { name: 'types', command: [process.execPath, 'node_modules/typescript-native/bin/tsc', '-p', '.'] },
  { name: 'format', command: [program('biome'), 'format', '.'] },
]
