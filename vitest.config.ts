import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const SEED = Number(process.env.COUNTERSIGN_SEED ?? 20_261_120)

/**
 * Property tests draw from one fixed seed, so that the same commit always gets the same answer. Appended rather than a
 * setup file: only the tests that use fast-check pay for loading it, and no line number moves.
 */
export const fixedSeeds = {
  name: 'fixed-seeds',
  transform: (code: string, id: string) =>
    /[.](test|spec)[.]ts$/.test(id) && /from ['"]fast-check['"]/.test(code)
      ? `${code}\nimport { configureGlobal as fixSeed } from 'fast-check'; fixSeed({ seed: ${SEED} })\n`
      : undefined,
}

const suite = (name: string, include: string[], extra: object = {}) => ({
  plugins: [fixedSeeds],
  test: { name, include, testTimeout: 20_000, hookTimeout: 60_000, ...extra },
})

/**
 * One runner for every suite; `npm test` runs them all, `npm run check` only `unit` and `house`. Where no module keeps
 * anything between calls, files share a worker: most of the time went into loading the same sources again.
 */
export default defineConfig({
  test: {
    // The runner's own default leaves one of two cores idle, though most of what these tests do is wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      suite('unit', ['tests/unit/**/*.test.ts'], { isolate: false }),
      suite('house', ['tests/house/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('sandbox', ['stripe-sandbox/tests/**/*.test.ts'], { isolate: false }),
      suite('contract', ['tests/contract/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('flow', ['tests/flow/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('desktop', ['tests/desktop/**/*.spec.ts'], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
    ],
  },
})
