// Rule: what the person confirms in the system's own dialog is read from what was hashed, and from nothing else the page
// says. So a page that was taken over can ask for a signature, but can't have one under another name.
import type { Json } from '@countersign/shared/canonical'
import type { CheckedInput } from '@countersign/shared/desktop'
import { ACTION_WORDS, isOverPower } from '@countersign/shared/features/action-kinds'
import { type Money, moneySchema, moneyText } from '@countersign/shared/money'

type Asked = CheckedInput<'deviceKey.sign'>

const MAX_AMOUNTS = 8
const MAX_VALUES = 16
const MAX_CHARS = 120

/** One line, nothing that hides or reverses what stands around it. */
const shown = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
  return plain.length > MAX_CHARS ? `${plain.slice(0, MAX_CHARS)}…` : plain
}

interface Leaf {
  readonly path: readonly string[]
  readonly value: Money | string | number | boolean
}

/**
 * Amounts and single values, in an order that the hash fixes: whoever asks may order an object's keys as they like, and
 * so put what matters behind what is still listed.
 */
const leavesOf = (value: Json, path: readonly string[] = []): Leaf[] => {
  if (value === null) return []
  if (typeof value !== 'object') return [{ path, value }]
  const money = moneySchema.safeParse(value)
  const own = money.success ? [{ path, value: money.data }] : []
  const parts = Array.isArray(value) ? Object.entries(value) : Object.entries(value).toSorted(byName)
  const inner = parts.filter(([key]) => !money.success || (key !== 'amount' && key !== 'currency'))
  return [...own, ...inner.flatMap(([key, part]) => leavesOf(part, [...path, key]))]
}
const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1

const lineOf = ({ path, value }: Leaf): string =>
  `${shown(path.join(' ') || 'amount')}: ${typeof value === 'object' ? moneyText(value) : shown(String(value))}`

const linesOf = (leaves: readonly Leaf[], most: number, one: string): string[] => {
  const lines = leaves.slice(0, most).map(lineOf)
  const rest = leaves.length - lines.length
  return rest > 0 ? [...lines, `and ${rest} more ${one}${rest === 1 ? '' : 's'}`] : lines
}

const amountsOf = (value: Json): Leaf[] => leavesOf(value).filter((leaf) => typeof leaf.value === 'object')

/** Of what was found, the entries of lists come last: the past of a team would push aside what it gets now. */
const LIST_PLACE = /^\d+$/
const outsideListsFirst = (leaves: readonly Leaf[]): Leaf[] => {
  const isInList = ({ path }: Leaf) => path.some((part) => LIST_PLACE.test(part))
  return [...leaves.filter((leaf) => !isInList(leaf)), ...leaves.filter(isInList)]
}

/** What is asked for in amounts, or, where it names none (a coupon’s is worked out), what it was found to come to. */
const amountLines = (payload: Json, facts: Json): string[] => {
  const asked = amountsOf(payload)
  if (asked.length > 0) return linesOf(asked, MAX_AMOUNTS, 'amount')
  const found = outsideListsFirst(amountsOf(facts))
  if (found.length === 0) return ['No amount of money.']
  return ['Amounts, as found when this was asked for:', ...linesOf(found, MAX_AMOUNTS, 'amount')]
}

/** A policy is told by its differences; whole, old and new, it would fill the screen. */
const withoutDocument = (value: Json): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'document'))
    : value

/** Where no amount tells it: who gets which power, what of the policy changes, what is said to have happened. */
const valueLines = (payload: Json, facts: Json): string[] =>
  [payload, facts].flatMap((part) => linesOf(outsideListsFirst(leavesOf(withoutDocument(part))), MAX_VALUES, 'value'))

/** Which subscription, price and quantity: there the amount alone doesn’t tell what is done. */
const subscriptionLines = (payload: Json): string[] => {
  const values = leavesOf(payload).filter((leaf) => typeof leaf.value !== 'object')
  return linesOf(outsideListsFirst(values), MAX_VALUES, 'value')
}

const contentLines = ({ content: { kind, payload }, facts }: Asked): string[] => {
  if (isOverPower(kind) || kind === 'execution.resolve') return valueLines(payload, facts)
  const amounts = amountLines(payload, facts)
  return kind.startsWith('subscription.') ? [...subscriptionLines(payload), ...amounts] : amounts
}

export interface DecisionText {
  readonly message: string
  readonly detail: string
  readonly confirm: string
}

/** What the dialog asks, from what the two hashes of the statement are over. */
export const decisionText = (asked: Asked): DecisionText => {
  const { decision, content, requestId } = asked
  const verb = decision === 'approve' ? 'Approve' : 'Reject'
  const { kind, teamId, customerStripeId } = content
  const detail = [
    ...contentLines(asked),
    `Team: ${teamId === null ? 'none' : shown(teamId)}`,
    `Customer: ${customerStripeId === null ? 'none' : shown(customerStripeId)}`,
    `Request: ${requestId}`,
    '',
    'Your key signs this and nothing else. If it is not what you decided on, cancel.',
  ]
  return {
    message: `${verb} ${ACTION_WORDS[kind]}?`,
    detail: detail.join('\n'),
    confirm: `Sign: ${verb.toLowerCase()}`,
  }
}
