// Rule: what the person confirms in the system's own dialog is read from what was hashed, and from nothing else the page
// says. So a page that was taken over can ask for a signature, but can't have one under another name.
import type { Json } from '@countersign/shared/canonical'
import type { CheckedInput } from '@countersign/shared/desktop'
import { ACTION_WORDS } from '@countersign/shared/features/action-kinds'
import { type Money, moneySchema, moneyText } from '@countersign/shared/money'

type Asked = CheckedInput<'deviceKey.sign'>

const MAX_AMOUNTS = 8
const MAX_CHARS = 120

/** One line, nothing that hides or reverses what stands around it. */
const shown = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
  return plain.length > MAX_CHARS ? `${plain.slice(0, MAX_CHARS)}…` : plain
}

interface NamedAmount {
  readonly name: string
  readonly money: Money
}

/** Every amount of the payload, under the name of its place in it. */
const amountsIn = (value: Json, path: readonly string[] = []): NamedAmount[] => {
  if (value === null || typeof value !== 'object') return []
  const money = moneySchema.safeParse(value)
  const own = money.success ? [{ name: path.join(' ') || 'amount', money: money.data }] : []
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => amountsIn(inner, [...path, key]))]
}

const amountLines = (payload: Json): string[] => {
  const amounts = amountsIn(payload)
  if (amounts.length === 0) return ['No amount of money.']
  const lines = amounts.slice(0, MAX_AMOUNTS).map(({ name, money }) => `${shown(name)}: ${moneyText(money)}`)
  const rest = amounts.length - lines.length
  return rest > 0 ? [...lines, `and ${rest} more ${rest === 1 ? 'amount' : 'amounts'}`] : lines
}

export interface DecisionText {
  readonly message: string
  readonly detail: string
  readonly confirm: string
}

/** What the dialog asks. `content` is what the payload's hash is over. */
export const decisionText = ({ decision, content, requestId }: Asked): DecisionText => {
  const verb = decision === 'approve' ? 'Approve' : 'Reject'
  const { kind, teamId, customerStripeId, payload } = content
  const detail = [
    ...amountLines(payload),
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
