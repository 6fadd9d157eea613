import type { OpenAccount, Sandbox } from '../server/sandbox.ts'
import type { Fault } from '../control/faults.ts'
import type { Held } from '../store/kinds.ts'
import { FAULT_OPTIONS, FAULT_WORDS } from './fault-words.ts'
import { escape } from './html.ts'

export const momentOf = (at: number): string => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')

/** A button that does something to an account, with what it needs to know. */
export const form = (key: string, action: string, inner: string): string =>
  `<form method="post" action="/?key=${encodeURIComponent(key)}" class="row"><input type="hidden" name="action" value="${action}">${inner}</form>`

const JUMPS = [
  ['1', 'A day'],
  ['7', 'A week'],
  ['31', '31 days'],
] as const

const jump = (key: string): string =>
  form(
    key,
    'advance',
    JUMPS.map(([days, text]) => `<button class="plain" name="days" value="${days}">${text}</button>`).join(''),
  )

/** What time brought and the sandbox does not know. */
const heldList = ({ account }: OpenAccount): string => {
  const held = account.all('held').list().toReversed()
  if (held.length === 0) return ''
  const row = ({ kind, id, since, reason }: Held): string =>
    `<li><span>${escape(kind.replaceAll(/[._]/g, ' '))} <code>${escape(id)}</code> since ${momentOf(since)}: ${escape(reason)}</span></li>`
  return `<h3>Held, because it is not known what Stripe does</h3><p class="soft">Each goes on when a request changes it.</p><ul class="waiting">${held.map(row).join('')}</ul>`
}

/** Account time, and the ways to move it: what was due on the way happens. */
export const clockCard = (open: OpenAccount): string => {
  const { key, account } = open
  const isFrozen = account.clock.state.frozenAt !== null
  const [action, text] = isFrozen ? ['run', 'Let it run'] : ['freeze', 'Stop it']
  const other =
    '<div class="field"><label for="days">Days to advance</label><input id="days" name="days" type="number" min="1" max="3660" value="1" required></div><button>Advance</button>'
  return `<section class="card"><h2>Clock</h2><p class="big">${momentOf(account.now)}</p><p class="soft">UTC, ${isFrozen ? 'standing still' : 'running'}. Renewals, trials and retries on the way happen.</p>${jump(key)}${form(key, 'advance', other)}${form(key, action, `<button class="plain">${text}</button>`)}${heldList(open)}</section>`
}

const waitingFault = (key: string, { id, kind, path, type, left, times, key: only }: Fault): string =>
  `<li><span>${FAULT_WORDS[kind]}: <code>${escape(path ?? type ?? 'anything')}</code>, ${times === 0 ? 'always' : `${left} left`}${only === undefined ? ', every account' : ''}</span>${form(key, 'mend', `<button class="plain" name="fault" value="${id}">Undo<span class="hidden"> ${FAULT_WORDS[kind]}</span></button>`)}</li>`

const lagField = (sandbox: Sandbox): string =>
  `<div class="field"><label for="lag">Search is behind, in seconds</label><input id="lag" name="seconds" type="number" min="0" max="3600" value="${sandbox.searchLagMs / 1000}" required></div><button class="plain">Set</button>`

const BREAK = `<div class="field whole"><label for="kind">What shall go wrong</label><select id="kind" name="kind">${FAULT_OPTIONS}</select></div><div class="field"><label for="where">Path or event type</label><input id="where" name="where" placeholder="/v1/customers* or invoice.*"></div><div class="field"><label for="times">Times</label><input id="times" name="times" type="number" min="1" value="1" required></div><button>Break</button>`

/** What waits to go wrong in this account or everywhere, each with a way back. */
export const faultCard = (sandbox: Sandbox, key: string): string => {
  const waiting = sandbox.faults.list().filter((fault) => fault.key === undefined || fault.key === key)
  const list =
    waiting.length === 0 && sandbox.searchLagMs === 0
      ? '<p class="soft">Nothing is broken.</p>'
      : `<ul class="waiting">${waiting.map((fault) => waitingFault(key, fault)).join('')}</ul>${form(key, 'clear', '<button class="plain">Mend everything</button>')}`
  return `<section class="card"><h2>Break something</h2>${form(key, 'fault', BREAK)}${form(key, 'lag', lagField(sandbox))}<h3>Broken now</h3>${list}</section>`
}

const keyRow = (sandbox: Sandbox, key: string, own: string): string => {
  const isRevoked = sandbox.keys.isRevoked(own)
  const button = `<button class="plain" name="of" value="${escape(own)}">${isRevoked ? 'Reinstate' : 'Revoke'}<span class="hidden"> ${escape(own)}</span></button>`
  return `<li><span><code>${escape(own)}</code> ${isRevoked ? '<strong>revoked</strong>' : ''}</span>${form(key, isRevoked ? 'reinstate' : 'revoke', button)}</li>`
}

/** The account's keys: a revoked one is 401 until it is reinstated. */
export const keyCard = (sandbox: Sandbox, key: string): string =>
  `<section class="card"><h2>Keys</h2><ul class="waiting">${[key, ...sandbox.keys.of(key)].map((own) => keyRow(sandbox, key, own)).join('')}</ul></section>`
