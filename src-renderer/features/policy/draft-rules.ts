// Rule: the form says exactly what the policy says, amounts as people write them; what can't be read is named, never guessed.

import { ACTION_KINDS, type ActionKind, ACTION_WORDS } from '@countersign/shared/features/action-kinds'
import {
  type AmountTable,
  type ApproverCount,
  BUDGETS,
  type BudgetName,
  type CreditReason,
  type Flag,
  FLAGS,
  type Policy,
  policySchema,
} from '@countersign/shared/features/policy'
import { decimalText } from '@countersign/shared/money'
import { readAmount } from '../../lib/amount-text.ts'

/** Amounts as typed, by currency; an empty one stands for a currency that the table doesn't name. */
export type AmountTexts = Readonly<Record<string, string>>

export interface BandDraft {
  readonly upTo: AmountTexts | null
  readonly approvers: ApproverCount
}

export interface PolicyDraft {
  readonly requestHours: string
  readonly verificationHours: string
  readonly updatesPercent: string
  readonly reasons: readonly CreditReason[]
  readonly currencies: readonly string[]
  readonly budgets: Readonly<Record<BudgetName, AmountTexts>>
  readonly flags: Readonly<Record<Flag, 1 | 2>>
  readonly rules: Readonly<Record<ActionKind, readonly BandDraft[]>>
}

const byKey = <Key extends string, Value>(keys: readonly Key[], make: (key: Key) => Value): Record<Key, Value> =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>

const textsOf = (table: AmountTable): AmountTexts =>
  Object.fromEntries(Object.entries(table).map(([currency, amount]) => [currency, decimalText({ amount, currency })]))

const tablesOf = ({ budgets, rules }: Policy): AmountTable[] => [
  ...Object.values(budgets),
  ...Object.values(rules).flatMap(({ bands }) => bands.flatMap(({ upTo }) => (upTo === null ? [] : [upTo]))),
]

/** The policy as its form shows it. */
export const draftOf = (policy: Policy): PolicyDraft => ({
  requestHours: String(policy.requestHours),
  verificationHours: String(policy.verificationHours),
  updatesPercent: String(policy.updatesPercent),
  reasons: policy.creditReasons,
  currencies: [...new Set(tablesOf(policy).flatMap((table) => Object.keys(table)))],
  budgets: byKey(BUDGETS, (name) => textsOf(policy.budgets[name])),
  flags: byKey(FLAGS, (flag) => policy.flags[flag]),
  rules: byKey(ACTION_KINDS, (kind) =>
    policy.rules[kind].bands.map(({ upTo, approvers }) => ({ upTo: upTo && textsOf(upTo), approvers })),
  ),
})

export type ReadDraft =
  | { readonly is: 'policy'; readonly policy: Policy }
  | { readonly is: 'wrong'; readonly faults: readonly string[] }

/** Gathers what can't be read while the rest is read on. */
const createReader = () => {
  const faults: string[] = []
  const table = (where: string, texts: AmountTexts): AmountTable =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([currency, text]) => {
        const read = readAmount(text, currency)
        if (read.is === 'empty') return []
        if (read.is === 'amount') return [[currency, read.money.amount]]
        faults.push(`${where}: “${text}” is not an amount of ${currency.toUpperCase()}.`)
        return []
      }),
    )
  const whole = (where: string, text: string, unit: string): number => {
    if (/^\d{1,4}$/.test(text.trim())) return Number(text)
    faults.push(`${where}: “${text}” is not a whole number of ${unit}.`)
    return 1
  }
  return { faults, table, whole }
}

const isKind = (text: unknown): text is ActionKind => ACTION_KINDS.some((kind) => kind === text)

const whereText = (path: readonly PropertyKey[]): string => {
  const kind = path.find(isKind)
  return kind === undefined ? path.map(String).join(', ') : ACTION_WORDS[kind]
}

/** The policy that the form stands for, or every reason why it is none. */
export const readDraft = (draft: PolicyDraft): ReadDraft => {
  const { faults, table, whole } = createReader()
  const document = {
    requestHours: whole('Requests', draft.requestHours, 'hours'),
    verificationHours: whole('Proofs', draft.verificationHours, 'hours'),
    updatesPercent: whole('Updates', draft.updatesPercent, 'percent'),
    creditReasons: draft.reasons,
    budgets: byKey(BUDGETS, (name) => table('Budgets', draft.budgets[name])),
    flags: draft.flags,
    rules: byKey(ACTION_KINDS, (kind) => ({
      bands: draft.rules[kind].map(({ upTo, approvers }) => ({
        upTo: upTo && table(ACTION_WORDS[kind], upTo),
        approvers,
      })),
    })),
  }
  const parsed = policySchema.safeParse(document)
  if (faults.length > 0) return { is: 'wrong', faults }
  if (parsed.success) return { is: 'policy', policy: parsed.data }
  return { is: 'wrong', faults: parsed.error.issues.map(({ path, message }) => `${whereText(path)}: ${message}.`) }
}

/** From a label, an id that the policy doesn't have yet: `Delayed feature` is `delayed-feature`. */
export const reasonIdOf = (label: string, taken: readonly string[]): string => {
  const plain = label
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 30)
  const base = plain === '' ? 'reason' : plain
  if (!taken.includes(base)) return base
  const letter = Array.from('abcdefghijklmnopqrstuvwxyz').find((each) => !taken.includes(`${base}-${each}`))
  return `${base}-${letter ?? 'z'}`
}

/** A band before the others, as a start for typing: as many signatures as the lowest has now. */
export const withLowerBand = (bands: readonly BandDraft[], currencies: readonly string[]): readonly BandDraft[] => [
  { upTo: Object.fromEntries(currencies.map((currency) => [currency, ''])), approvers: bands[0]?.approvers ?? 1 },
  ...bands,
]
