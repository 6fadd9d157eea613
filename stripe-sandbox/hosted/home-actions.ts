import { controlAccount } from '../control/account-control.ts'
import { type FaultKind, faultKinds, webhookFaultKinds } from '../control/faults.ts'
import type { Sandbox } from '../server/sandbox.ts'
import { invalidRequest } from '../wire/errors.ts'

const DAY = 86_400

export const ALL_FAULTS: readonly FaultKind[] = [...faultKinds, ...webhookFaultKinds]

const addFault = (sandbox: Sandbox, key: string, form: URLSearchParams): string => {
  const kind = ALL_FAULTS.find((known) => known === form.get('kind'))
  if (kind === undefined) throw invalidRequest('There is no such fault.')
  const times = Number(form.get('times') ?? 1)
  if (!Number.isInteger(times) || times < 1) throw invalidRequest('Say how many times as a whole number from 1.')
  const where = form.get('where')?.trim()
  const isWebhook = webhookFaultKinds.some((known) => known === kind)
  sandbox.faults.add({ kind, key, times, ...(where ? { [isWebhook ? 'type' : 'path']: where } : {}) })
  return `The next ${times === 1 ? 'match' : `${times} matches`} will meet ${kind.replaceAll('_', ' ')}.`
}

const moveClock = (sandbox: Sandbox, key: string, form: URLSearchParams): string => {
  const days = Number(form.get('days'))
  if (!(days > 0) || days > 3660) throw invalidRequest('Say how many days, from 1 to 3660.')
  const control = controlAccount(sandbox, key)
  control.advanceTo(control.clock().now + Math.round(days * DAY))
  return `The clock moved on by ${days} ${days === 1 ? 'day' : 'days'}.`
}

const ACTIONS: Readonly<Record<string, (sandbox: Sandbox, key: string, form: URLSearchParams) => string>> = {
  advance: moveClock,
  fault: addFault,
  clear: (sandbox) => {
    sandbox.faults.clear()
    sandbox.lagSearch(0)
    return 'Nothing is broken any more.'
  },
  freeze: (sandbox, key) => {
    controlAccount(sandbox, key).freeze()
    return 'The clock stands still.'
  },
  run: (sandbox, key) => {
    controlAccount(sandbox, key).run()
    return 'The clock runs.'
  },
  retry: (sandbox, key) => {
    const count = controlAccount(sandbox, key).retryWebhooks()
    return count === 1 ? 'One webhook is sent again.' : `${count} webhooks are sent again.`
  },
}

/** Does what a button of the page says, and says what was done. */
export const actOnHome = (sandbox: Sandbox, key: string, form: URLSearchParams): string => {
  const action = ACTIONS[form.get('action') ?? '']
  if (action === undefined) throw invalidRequest('There is no such action.')
  if (!sandbox.accounts().some((open) => open.key === key)) throw invalidRequest('There is no such account.')
  return action(sandbox, key, form)
}
