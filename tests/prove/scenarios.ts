import type { Scenario } from './scenario.ts'
import { creditIssue } from './scenarios/credit-issue.ts'
import { policyChange } from './scenarios/policy-change.ts'

/** The same kind more than once comes up more often. */
export const SCENARIOS: readonly Scenario[] = [creditIssue, creditIssue, policyChange]
