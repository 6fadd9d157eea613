import { defineConfig } from 'vitest/config'

const suite = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, testTimeout: 20_000, hookTimeout: 60_000, ...extra },
})

/** One runner for every suite; `npm test` runs them all, `npm run check` only `unit` and `house`. */
export default defineConfig({
  test: {
    projects: [
      suite('unit', ['tests/unit/**/*.test.ts']),
      suite('house', ['tests/house/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('sandbox', ['stripe-sandbox/tests/**/*.test.ts']),
      suite('contract', ['tests/contract/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('flow', ['tests/flow/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('desktop', ['tests/desktop/**/*.spec.ts'], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
    ],
  },
})
