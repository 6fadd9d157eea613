import type { ApiRequest } from '../server/api.ts'
import type { Sandbox } from '../server/sandbox.ts'
import { answerCheckout } from './checkout-page.ts'
import { answerCreditNote } from './credit-note-page.ts'
import { notFound, type Page } from './html.ts'
import { answerHome } from './home-page.ts'
import { answerInvoice } from './invoice-page.ts'
import { answerPortal } from './portal-page.ts'
import { STYLE } from './style.ts'

const CHECKOUT_PLACE = /^\/c\/pay\/(acct_\w+)\/(cs_\w+)$/
const PORTAL_PLACE = /^\/p\/session\/(acct_\w+)\/(bps_1\w{23})\w+$/

/** The account of a page's address, brought up to its present. */
const accountOf = (sandbox: Sandbox, id: string) => {
  const open = sandbox.accounts().find(({ account }) => account.id === id)
  return open === undefined ? undefined : sandbox.account(open.key)
}

const checkout = (sandbox: Sandbox, path: string, form?: URLSearchParams): Page | undefined => {
  const [, accountId = '', sessionId = ''] = CHECKOUT_PLACE.exec(path) ?? []
  const account = accountOf(sandbox, accountId)
  const session = account?.find('checkout.session', sessionId)
  return account === undefined || session === undefined ? undefined : answerCheckout(account, session, form)
}

const portal = (sandbox: Sandbox, { path, query }: ApiRequest, form?: URLSearchParams): Page | undefined => {
  const [, accountId = '', sessionId = ''] = PORTAL_PLACE.exec(path) ?? []
  const account = accountOf(sandbox, accountId)
  const session = account?.find('billing_portal.session', sessionId)
  if (account === undefined || session?.url.endsWith(path) !== true) return undefined
  return answerPortal(account, session, { query: new URLSearchParams(query), form })
}

/** The pages for people; whoever knows such an address may use it, as at Stripe. */
export const answerHosted = (sandbox: Sandbox, request: ApiRequest): Page => {
  const { method, path, body } = request
  if (path === '/_hosted/style.css') return { status: 200, type: 'text/css; charset=utf-8', page: Buffer.from(STYLE) }
  if (path === '/') return answerHome(sandbox, request)
  const form = method === 'POST' ? new URLSearchParams(body) : undefined
  return (
    checkout(sandbox, path, form) ??
    portal(sandbox, request, form) ??
    (form ? notFound() : (answerCreditNote(sandbox, path) ?? answerInvoice(sandbox, path)))
  )
}
