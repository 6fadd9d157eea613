import type { Scenario } from './scenario.ts'
import { billingEdit } from './scenarios/billing-edit.ts'
import { campaignCreate } from './scenarios/campaign-create.ts'
import { couponApply } from './scenarios/coupon-apply.ts'
import { couponCode, couponShared } from './scenarios/coupon-codes.ts'
import { couponStack } from './scenarios/coupon-stack.ts'
import { creditIssue } from './scenarios/credit-issue.ts'
import { creditReverse } from './scenarios/credit-reverse.ts'
import { policyChange } from './scenarios/policy-change.ts'
import {
  subscriptionCancel,
  subscriptionChange,
  subscriptionPause,
  subscriptionResume,
} from './scenarios/subscription-work.ts'
import { teamPick } from './scenarios/team-pick.ts'
import { unprovableScenario } from './scenarios/unprovable.ts'

/** Every kind that moves money, and those of the companion's own that stand for all that send nothing. */
export const SCENARIOS: readonly Scenario[] = [
  creditIssue,
  creditIssue,
  creditReverse,
  couponCode,
  couponShared,
  couponApply,
  couponStack,
  couponStack,
  campaignCreate,
  subscriptionChange,
  subscriptionPause,
  subscriptionResume,
  subscriptionCancel,
  billingEdit,
  teamPick,
  policyChange,
  unprovableScenario,
]
