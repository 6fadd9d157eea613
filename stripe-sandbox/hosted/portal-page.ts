import type { Account } from '../store/account.ts'
import type { PortalSession } from '../store/kinds.ts'
import { testTimeOf } from '../store/test-time.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { escape, html, MARK, notFound, type Page, redirect } from './html.ts'
import { actOnPortal, type Done, type PortalPlace } from './portal-actions.ts'
import { homeOf } from './portal-home.ts'
import { flowQuery } from './portal-flow.ts'
import { stepOf } from './portal-steps.ts'
import { wrongField } from './read-card.ts'

const SAID: Readonly<Record<Done, string>> = {
  canceled: 'The subscription ends with its period.',
  card: 'The new card is in use.',
  changed: 'The subscription is changed.',
  details: 'Your billing details are saved.',
  ended: 'The subscription has ended.',
  kept: 'The subscription goes on.',
}

const isDone = (name: string | null): name is Done => name !== null && Object.hasOwn(SAID, name)

const saidOf = (query: URLSearchParams): string => {
  const done = query.get('done')
  return isDone(done) ? `<p class="done" role="status">${SAID[done]}</p>` : ''
}

const nameOf = ({ account, session }: PortalPlace): string => {
  const customer = account.find('customer', session.customer)
  return customer?.name ?? customer?.email ?? session.customer
}

interface Trouble {
  readonly message: string
  readonly status: number
  readonly wrong: string | undefined
}

const backLinks = ({ session }: PortalPlace, isStep: boolean): string => {
  const home = isStep && session.flow === null ? '<p><a href="?">Back to billing</a></p>' : ''
  const away =
    session.return_url === null ? '' : `<p><a href="${escape(session.return_url)}" rel="noreferrer">Return</a></p>`
  return home + away
}

const legalLinks = ({ configuration }: PortalPlace): string => {
  const { terms_of_service_url: terms, privacy_policy_url: privacy } = configuration.business_profile
  const links = [['Terms of service', terms] as const, ['Privacy', privacy] as const].flatMap(([text, url]) =>
    url ? `<a href="${escape(url)}" rel="noreferrer">${text}</a>` : [],
  )
  return links.length === 0 ? '' : `<p class="small">${links.join(' · ')}</p>`
}

const headOf = (place: PortalPlace): string => {
  const { headline } = place.configuration.business_profile
  return `<header><h1>Billing of ${escape(nameOf(place))}</h1>${headline ? `<p class="soft">${escape(headline)}</p>` : ''}</header>`
}

const problemOf = (trouble: Trouble | undefined): string =>
  trouble === undefined ? '' : `<p class="error" role="alert" id="problem">${escape(trouble.message)}</p>`

const pageOf = (place: PortalPlace, asked: URLSearchParams, trouble?: Trouble): Page => {
  const { session } = place
  const step = stepOf(place, flowQuery(session, asked), trouble?.wrong)
  const body =
    step === undefined ? homeOf(place) : `<section class="card step"><h2>${step.title}</h2>${step.body}</section>`
  return html(
    step?.title ?? 'Billing',
    `${MARK}<main>${headOf(place)}${saidOf(asked)}${problemOf(trouble)}${body}<footer>${backLinks(place, step !== undefined)}${legalLinks(place)}</footer></main>`,
    { status: trouble?.status ?? 200, leadsTo: session.flow?.after_completion.redirect?.return_url ?? null },
  )
}

const confirmation = ({ session }: PortalPlace, done: Done): Page => {
  const message = session.flow?.after_completion.hosted_confirmation?.custom_message
  const back =
    session.return_url === null ? '' : `<p><a href="${escape(session.return_url)}" rel="noreferrer">Return</a></p>`
  return html(
    'Done',
    `${MARK}<main><section class="card step"><h1>Done</h1><p role="status">${escape(message ?? SAID[done])}</p>${back}</section></main>`,
  )
}

const afterDone = (place: PortalPlace, done: Done): Page => {
  const after = place.session.flow?.after_completion
  if (after?.type === 'redirect' && after.redirect !== null) return redirect(after.redirect.return_url)
  if (after?.type === 'hosted_confirmation') return confirmation(place, done)
  return redirect(`${new URL(place.session.url).pathname}?done=${done}`)
}

const answer = (place: PortalPlace, query: URLSearchParams, form: URLSearchParams | undefined): Page => {
  if (form === undefined) return pageOf(place, query)
  const done = place.account.work(null, () => actOnPortal(place, form))
  return afterDone(place, done)
}

/** The page where a customer sees what it has and changes what the session's configuration lets it change. */
export const answerPortal = (
  account: Account,
  session: PortalSession,
  { query, form }: { readonly query: URLSearchParams; readonly form: URLSearchParams | undefined },
): Page => {
  const configuration = account.find('billing_portal.configuration', session.configuration)
  if (configuration === undefined || account.find('customer', session.customer) === undefined) return notFound()
  const place: PortalPlace = { account, session, configuration }
  return account.clock.inTestTime(testTimeOf(account, { customer: session.customer }, []), () => {
    try {
      return answer(place, query, form)
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error
      const trouble = { message: error.message, status: error.status, wrong: wrongField(error) }
      // A refused step has nothing to show but why; a refused button shows its step again.
      return pageOf(place, form === undefined ? new URLSearchParams({ done: '' }) : query, trouble)
    }
  })
}
