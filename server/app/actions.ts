import {
  type Action,
  activateKey,
  appointApprover,
  buildLookUps,
  buildPlan,
  changePolicy,
  resetKey,
  resetSecondFactor,
  resolveExecution,
  restoreApprover,
} from '../features/approvals/index.ts'
import { pickTeam } from '../features/cases/index.ts'
import { applyCoupon, createCampaign, giveCode, shareCode, stackCoupons } from '../features/coupons/index.ts'
import { issueCredit, reverseCredit } from '../features/credits/index.ts'
import { discardPlan, draftPlan, sendInvoice } from '../features/invoices/index.ts'
import {
  approveFile,
  changeSeats,
  extendLicense,
  grantLicenses,
  revokeLicense,
  suspendLicense,
} from '../features/license-desk/index.ts'
import { creditInvoice, markPaidElsewhere, voidInvoice, writeOffInvoice } from '../features/receivables/index.ts'
import {
  cancelSubscription,
  changeSubscription,
  editBilling,
  pauseSubscription,
  resumeSubscription,
} from '../features/subscriptions/index.ts'
import { changeContract, startContract } from '../features/tenants/index.ts'

const ALL: readonly Action[] = [
  activateKey,
  appointApprover,
  restoreApprover,
  resetKey,
  resetSecondFactor,
  changePolicy,
  resolveExecution,
  pickTeam,
  issueCredit,
  reverseCredit,
  stackCoupons,
  giveCode,
  applyCoupon,
  shareCode,
  createCampaign,
  changeSubscription,
  pauseSubscription,
  resumeSubscription,
  cancelSubscription,
  editBilling,
  sendInvoice,
  voidInvoice,
  writeOffInvoice,
  markPaidElsewhere,
  creditInvoice,
  grantLicenses,
  suspendLicense,
  revokeLicense,
  extendLicense,
  changeSeats,
  approveFile,
  startContract,
  changeContract,
]

/** Everything that can be asked of an approver: the table through which approvals reach slices that they don't import. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(ALL.map((action) => [action.kind, action]))

/** What is carried out without anybody's word: it moves no money, and nobody hears of it. */
const UNASKED = [draftPlan, discardPlan]

/** How the engine carries each of them out, and looks up what came to nothing after a restore. */
export const PLANS = new Map(
  [...UNASKED, ...ALL.flatMap((action) => [buildPlan(action), ...buildLookUps(action)])].map((plan) => [
    plan.kind,
    plan,
  ]),
)
