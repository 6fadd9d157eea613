import type { ApiRequest } from '../server/api.ts'
import type { OpenAccount, Sandbox } from '../server/sandbox.ts'
import type { StoredEvent } from '../store/kinds.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { actOnHome } from './home-actions.ts'
import { clockCard, faultCard, form, keyCard, momentOf } from './home-cards.ts'
import { escape, html, type Page, redirect } from './html.ts'

const SHOWN = 15

const table = (caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? `<h2>${caption}</h2><p class="soft">Nothing yet.</p>`
    : `<h2>${caption}</h2><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`

const accountRow = ({ key, account }: OpenAccount, chosen: string): string[] => {
  const name = `<a href="/?key=${encodeURIComponent(key)}"${key === chosen ? ' aria-current="true"' : ''}><code>${escape(key)}</code></a>`
  const counts = (['customer', 'subscription', 'invoice', 'event'] as const).map((kind) =>
    String(account.all(kind).size),
  )
  return [name, momentOf(account.now), ...counts]
}

const newest = (events: Iterable<StoredEvent>): StoredEvent[] => {
  const found: StoredEvent[] = []
  for (const event of events) {
    if (found.length === SHOWN) break
    found.push(event)
  }
  return found
}

const logs = (sandbox: Sandbox, { account, key }: OpenAccount): string => {
  const own = <N extends { readonly account: string }>(notes: readonly N[]): N[] =>
    notes
      .filter((note) => note.account === account.id)
      .slice(-SHOWN)
      .toReversed()
  const requests = own(sandbox.requests()).map(({ at, method, path, status, fault }) => [
    momentOf(at / 1000),
    `${method} <code>${escape(path)}</code>`,
    status === 0 ? 'none' : String(status),
    fault?.replaceAll('_', ' ') ?? '',
  ])
  const events = newest(account.all('event').newest()).map(({ created, type, id, pending_webhooks: pending }) => [
    momentOf(created),
    type,
    `<code>${id}</code>`,
    String(pending),
  ])
  const deliveries = own(sandbox.courier.notes()).map(({ at, type, url, status, error, fault }) => [
    momentOf(at / 1000),
    type,
    `<code>${escape(url)}</code>`,
    escape(status === null ? (error ?? '') : String(status)),
    fault?.replaceAll('_', ' ') ?? '',
  ])
  return `<section class="card">${table('Last requests', ['Real time, UTC', 'Request', 'Answer', 'Fault'], requests)}</section><section class="card">${table('Last events', ['Account time, UTC', 'Type', 'Id', 'Webhooks waiting'], events)}</section><section class="card">${table('Last webhook deliveries', ['Real time, UTC', 'Type', 'To', 'Answer', 'Fault'], deliveries)}${form(key, 'retry', '<button class="plain">Send failed ones again</button>')}</section>`
}

const pageOf = (sandbox: Sandbox, chosen: OpenAccount | undefined, said: string): Page => {
  const accounts = sandbox.accounts().map((open) => accountRow(open, chosen?.key ?? ''))
  const list = table(
    'Accounts',
    ['Key', 'Account time, UTC', 'Customers', 'Subscriptions', 'Invoices', 'Events'],
    accounts,
  )
  const intro = `<p class="soft">A local server that speaks Stripe’s API at <code>${escape(sandbox.baseUrl)}</code>. Any <code>sk_test_…</code> key opens an account of its own.</p>`
  const detail =
    chosen === undefined
      ? ''
      : `<h2>Account <code>${escape(chosen.key)}</code></h2><div class="two"><div class="stack">${clockCard(chosen)}${keyCard(sandbox, chosen.key)}</div>${faultCard(sandbox, chosen.key)}</div>${logs(sandbox, chosen)}`
  return html(
    'Sandbox Stripe',
    `<main class="stack"><header><h1>Sandbox Stripe</h1>${intro}</header>${said}<section class="card">${list}</section>${detail}</main>`,
  )
}

const OWN_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** A page of another site must not press our buttons, not even under a name that leads here. */
const isForeign = ({ headers }: ApiRequest, sandbox: Sandbox): boolean => {
  const isOwn = (url: string): boolean =>
    URL.canParse(url) && (OWN_HOSTS.has(new URL(url).hostname) || new URL(url).host === new URL(sandbox.baseUrl).host)
  const { host = '', origin, 'sec-fetch-site': site } = headers
  if (!isOwn(`http://${host}`)) return true
  // Our own forms carry no referrer, so browsers name no origin either.
  return site === undefined ? origin !== undefined && !isOwn(origin) : site !== 'same-origin'
}

const act = (sandbox: Sandbox, request: ApiRequest, key: string): string => {
  if (isForeign(request, sandbox))
    throw new StripeRefusal(403, { type: 'invalid_request_error', message: 'Only this page itself may do that.' })
  return actOnHome(sandbox, key, new URLSearchParams(request.body))
}

/** The page at `/`: what there is, what happened, and the two things a trainer does: move time, break something. */
export const answerHome = (sandbox: Sandbox, request: ApiRequest): Page => {
  const query = new URLSearchParams(request.query)
  const open = sandbox.accounts()
  const chosen = open.find(({ key }) => key === query.get('key')) ?? open[0]
  if (chosen !== undefined) sandbox.account(chosen.key)
  if (request.method !== 'POST') {
    const said = query.get('done')
    return pageOf(sandbox, chosen, said === null ? '' : `<p class="done" role="status">${escape(said)}</p>`)
  }
  try {
    const done = act(sandbox, request, query.get('key') ?? '')
    return redirect(`/?${new URLSearchParams({ key: query.get('key') ?? '', done })}`)
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return pageOf(sandbox, chosen, `<p class="error" role="alert">${escape(error.message)}</p>`)
  }
}
