import type { License } from '@countersign/shared/features/license-desk'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { licenses } from '../../messages/licenses.ts'
import { updatesText } from './license-columns.tsx'

const words = licenses.facts

const SHOWN_CHARS = 16

/** The end tells ids apart; the whole is copied. */
const shortId = (value: string): string =>
  value.length > SHOWN_CHARS ? `${value.slice(0, 4)}…${value.slice(-8)}` : value

const fact = (label: string, value: string | null): readonly Fact[] => (value === null ? [] : [{ label, value }])
const time = (label: string, at: string | null): readonly Fact[] => fact(label, at === null ? null : timeText(at))
const id = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} short={shortId(value)} /> }]

const limitsText = (limits: License['terms']['limits']): string =>
  Object.entries(limits)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ') || words.unlimited

const newestText = ({ newestCovered }: License): string | null =>
  newestCovered === null ? null : `${newestCovered.version}, ${dayText(newestCovered.releasedOn)}`

const factsOf = (license: License): readonly Fact[] => {
  const { terms, production, development } = license
  return [
    ...id(words.license, license.id),
    ...id(words.team, license.teamId),
    ...id(words.customer, license.customerStripeId),
    ...fact(words.product, license.product),
    ...fact(words.kind, licenses.kinds[license.kind]),
    ...fact(words.standsOn, licenses.sources[license.source]),
    ...id(words.subscription, license.subscriptionStripeId),
    ...id(words.invoice, license.invoiceStripeId),
    ...fact(words.production, licenses.held(production.held, production.paid)),
    ...fact(words.development, licenses.held(development.held, development.paid)),
    ...fact(words.limits, limitsText(terms.limits)),
    ...fact(words.support, terms.supportPriority),
    ...fact(words.multiTenancy, terms.hasMultiTenancy ? words.yes : words.no),
    ...fact(words.updates, updatesText(license)),
    ...fact(words.newest, newestText(license)),
    ...fact(words.soldFor, license.soldFor && moneyText(license.soldFor)),
    ...time(words.until, license.until),
    ...time(words.extended, license.extendedUntil),
    ...fact(words.problem, license.problem),
    ...time(words.asOf, license.factsAsOf),
  ]
}

/** What it is, whose, what it grants, and how old that is. */
export const LicenseFacts = ({ license }: { readonly license: License }) => <FactList facts={factsOf(license)} />
