// Rule: a contract can be asked for once everything that bounds it is there: whose, under which reference, which plan with
// limits that can be read, from when until when. Days begin at 00:00 UTC.

import {
  type ChangeContract,
  changeContractSchema,
  type Contract,
  CONTRACT_KINDS,
  type ContractPlan,
  contractLimitsSchema,
  type StartContract,
  startContractSchema,
} from '@countersign/shared/features/contracts'
import { contracts as words } from '../../messages/contracts.ts'

export const STATED = 'stated'

export interface ContractDraft {
  readonly teamId: string
  readonly kind: StartContract['kind']
  readonly reference: string
  /** A price of the catalogue, `stated`, or empty. */
  readonly plan: string
  readonly planName: string
  /** One a line: `max-users 50`. */
  readonly limits: string
  /** `2027-03-31`. */
  readonly startsOn: string
  readonly endsOn: string
  readonly graceDays: string
  readonly support: string
  readonly tenantName: string
  readonly adminEmail: string
  readonly words: string
}

export const newDraft = (teamId: string): ContractDraft => ({
  teamId,
  kind: 'wire',
  reference: '',
  plan: '',
  planName: '',
  limits: '',
  startsOn: '',
  endsOn: '',
  graceDays: '0',
  support: '',
  tenantName: '',
  adminEmail: '',
  words: '',
})

const dayOf = (iso: string): string => iso.slice(0, 10)

export const draftOf = (contract: Contract): ContractDraft => ({
  ...newDraft(contract.teamId),
  kind: contract.kind,
  reference: contract.reference,
  plan: STATED,
  planName: contract.planName,
  limits: Object.entries(contract.limits)
    .map(([name, count]) => `${name} ${count}`)
    .join('\n'),
  startsOn: dayOf(contract.startsAt),
  endsOn: dayOf(contract.endsAt),
  graceDays: String(contract.graceDays),
  support: contract.support ?? '',
})

export const kindOf = (text: string | null): StartContract['kind'] =>
  CONTRACT_KINDS.find((kind) => kind === text) ?? 'wire'

/** Null: a line can't be read. */
export const readLimits = (text: string): Record<string, number> | null => {
  const lines = text.split(/\n/).filter((line) => line.trim() !== '')
  const pairs = lines.map((line) => /^\s*([^\s:=]+)[\s:=]+(\d{1,15})\s*$/.exec(line))
  if (pairs.includes(null)) return null
  const limits = Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]))
  return Object.keys(limits).length === lines.length && contractLimitsSchema.safeParse(limits).success ? limits : null
}

const momentOf = (day: string): string | null =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? `${day}T00:00:00.000Z` : null

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const planOf = ({ plan, planName, limits }: ContractDraft): ContractPlan | string => {
  const { missing } = words
  if (plan === '') return missing.plan
  if (plan !== STATED) return { from: 'price', priceStripeId: plan }
  if (planName.trim() === '') return missing.planName
  const read = readLimits(limits)
  return read === null ? missing.limits : { from: 'stated', name: planName.trim(), limits: read }
}

type Terms = Omit<ChangeContract, 'contractId' | 'revision'>

/** What may be agreed anew, or what is missing first. */
const termsOf = (draft: ContractDraft): Terms | string => {
  const { missing } = words
  const plan = planOf(draft)
  if (typeof plan === 'string') return plan
  const startsAt = momentOf(draft.startsOn)
  if (startsAt === null) return missing.starts
  const endsAt = momentOf(draft.endsOn)
  if (endsAt === null || endsAt < startsAt) return missing.ends
  const graceDays = /^\d{1,3}$/.test(draft.graceDays.trim()) ? Number(draft.graceDays) : Number.NaN
  if (!(graceDays <= 365)) return missing.grace
  return { plan, startsAt, endsAt, graceDays, support: textOrNull(draft.support) }
}

export interface ReadDraft<Payload> {
  readonly payload: Payload | null
  /** Why it can't be asked for yet; undefined when it can. */
  readonly missing: string | undefined
}

const LEAST_WORDS = 3
const wordsMissing = ({ words: said }: ContractDraft): string | undefined =>
  said.trim().length >= LEAST_WORDS ? undefined : words.missing.words

export const readStart = (draft: ContractDraft): ReadDraft<StartContract> => {
  const { missing } = words
  if (draft.teamId.trim() === '') return { payload: null, missing: missing.team }
  if (draft.reference.trim() === '') return { payload: null, missing: missing.reference }
  const terms = termsOf(draft)
  if (typeof terms === 'string') return { payload: null, missing: terms }
  if (terms.startsAt === terms.endsAt) return { payload: null, missing: missing.ends }
  const read = startContractSchema.safeParse({
    teamId: draft.teamId.trim(),
    kind: draft.kind,
    reference: draft.reference.trim(),
    ...terms,
    tenantName: textOrNull(draft.tenantName),
    adminEmail: textOrNull(draft.adminEmail),
  })
  return read.success ? { payload: read.data, missing: wordsMissing(draft) } : { payload: null, missing: missing.email }
}

export const readChange = (draft: ContractDraft, { id, revision }: Contract): ReadDraft<ChangeContract> => {
  const terms = termsOf(draft)
  if (typeof terms === 'string') return { payload: null, missing: terms }
  const read = changeContractSchema.safeParse({ contractId: id, revision, ...terms })
  return read.success
    ? { payload: read.data, missing: wordsMissing(draft) }
    : { payload: null, missing: words.missing.ends }
}
