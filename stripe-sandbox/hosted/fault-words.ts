import { type FaultKind, faultKinds, webhookFaultKinds } from '../control/faults.ts'

/** Each fault as a trainer would say it. */
export const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  rate_limit: 'Too many requests: 429',
  error_before: 'Stripe breaks down before it does anything: 500',
  error_after: 'Stripe does the work, then answers 500',
  timeout_before: 'No answer, and nothing was done',
  timeout_after: 'No answer, although the work was done',
  drop_before: 'The connection is cut before anything is done',
  drop_after: 'The connection is cut after the work was done',
  latency: 'The answer comes a second late',
  nonsense: 'The answer is unreadable',
  webhook_duplicate: 'The webhook is sent twice',
  webhook_late: 'The webhook comes a second late',
  webhook_reordered: 'The webhook comes after the next one',
  webhook_lost: 'The webhook is never sent',
}

export const isFault = (text: string | null): text is FaultKind => text !== null && Object.hasOwn(FAULT_WORDS, text)

export const isWebhookFault = (kind: FaultKind): boolean => webhookFaultKinds.some((known) => known === kind)

const optionsOf = (label: string, kinds: readonly FaultKind[]): string =>
  `<optgroup label="${label}">${kinds.map((kind) => `<option value="${kind}">${FAULT_WORDS[kind]}</option>`).join('')}</optgroup>`

export const FAULT_OPTIONS = optionsOf('Requests', faultKinds) + optionsOf('Webhooks', webhookFaultKinds)
