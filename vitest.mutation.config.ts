import { defineConfig } from 'vitest/config'
import { fixedSeeds } from './vitest.config.ts'

/** Only the tests that speak of the rules of money, for the mutation prover: it runs them once per mutant. */
export default defineConfig({
  plugins: [fixedSeeds],
  test: {
    include: [
      'tests/unit/{approvals,coupons,credits,executions}/**/*.test.ts',
      'tests/unit/subscriptions/cancellation-rules.test.ts',
    ],
    testTimeout: 20_000,
  },
})
