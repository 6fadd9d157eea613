import { controlAccount } from '../control/account-control.ts'
import type { Sandbox } from '../server/sandbox.ts'
import { invalidRequest } from '../wire/errors.ts'
import { FAULT_WORDS, isFault, isWebhookFault } from './fault-words.ts'

const DAY = 86_400

const addFault = (sandbox: Sandbox, key: string, form: URLSearchParams): string => {
  const kind = form.get('kind')
  if (!isFault(kind)) throw invalidRequest('There is no such fault.')
  const times = Number(form.get('times') ?? 1)
  if (!Number.isInteger(times) || times < 1) throw invalidRequest('Say how many times as a whole number from 1.')
  const where = form.get('where')?.trim()
  sandbox.faults.add({ kind, key, times, ...(where ? { [isWebhookFault(kind) ? 'type' : 'path']: where } : {}) })
  return `The next ${times === 1 ? 'match' : `${times} matches`}: ${FAULT_WORDS[kind]}.`
}

const mend = (sandbox: Sandbox, _key: string, form: URLSearchParams): string => {
  if (!sandbox.faults.remove(form.get('fault') ?? '')) throw invalidRequest('That fault is gone already.')
  return 'It is mended.'
}

const MOST_LAG_SECONDS = 3600

const lagSearch = (sandbox: Sandbox, _key: string, form: URLSearchParams): string => {
  const seconds = Number(form.get('seconds'))
  if (!(seconds >= 0) || seconds > MOST_LAG_SECONDS)
    throw invalidRequest(`Say how many seconds, from 0 to ${MOST_LAG_SECONDS}.`)
  sandbox.lagSearch(seconds * 1000)
  return seconds === 0 ? 'Search is up to date.' : `Search is ${seconds} seconds behind, in every account.`
}

/** The account's own key, or one that was declared for it. */
const ownKey = (sandbox: Sandbox, key: string, form: URLSearchParams): string => {
  const of = form.get('of') ?? ''
  if (of !== key && !sandbox.keys.of(key).includes(of)) throw invalidRequest('There is no such key.')
  return of
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
  lag: lagSearch,
  mend,
  revoke: (sandbox, key, form) => {
    sandbox.keys.revoke(ownKey(sandbox, key, form))
    return 'The key is refused from now on.'
  },
  reinstate: (sandbox, key, form) => {
    sandbox.keys.reinstate(ownKey(sandbox, key, form))
    return 'The key holds again.'
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
