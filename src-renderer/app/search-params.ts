import { z } from 'zod'

/** What stands after the `?` of each page. Anything unreadable is left out: an old link opens the page all the same. */
const text = z.string().min(1).max(500).optional().catch(undefined)

export const verifySearchSchema = z.object({ team: text, ticket: text, id: text })
export const teamsSearchSchema = z.object({ q: text, item: text })
export const teamSearchSchema = z.object({ team: text, ticket: text, tab: text, item: text, show: text })
export const teamWorkSearchSchema = z.object({ team: text, ticket: text })
export const creditSearchSchema = teamWorkSearchSchema.extend({ amount: text })
export const subscriptionWorkSearchSchema = z.object({ team: text, ticket: text, subscription: text })
export const changeSearchSchema = subscriptionWorkSearchSchema.extend({ mode: text })
export const reversalSearchSchema = z.object({ team: text, ticket: text, credit: text })
export const approvalsSearchSchema = z.object({ item: text, show: text })
export const couponsSearchSchema = z.object({ tab: text, item: text, show: text })
export const receivablesSearchSchema = z.object({ show: text, item: text })
export const closingSearchSchema = z.object({ kind: text })
export const statementSearchSchema = z.object({ from: text, to: text })
export const invoicesSearchSchema = z.object({ show: text, item: text, team: text })
export const newInvoiceSearchSchema = z.object({ quote: text })
export const invoiceSearchSchema = z.object({ step: text })
export const quotesSearchSchema = z.object({ text, state: text, currency: text, item: text, import: text })
export const licensesSearchSchema = z.object({ tab: text, show: text, text })
export const tenantsSearchSchema = z.object({ show: text, item: text })
export const contractSearchSchema = z.object({ team: text, contract: text })
export const driftSearchSchema = z.object({ show: text, kind: text, item: text })
export const meteringSearchSchema = z.object({ tab: text, show: text, team: text, item: text })
export const webhooksSearchSchema = z.object({ show: text, item: text })
export const casesSearchSchema = z.object({ show: text, item: text })
export const auditSearchSchema = z.object({
  when: text,
  who: text,
  did: text,
  outcome: text,
  ticket: text,
  subject: text,
  item: text,
})
export const staffSearchSchema = z.object({ item: text })
export const settingsSearchSchema = z.object({ section: text })
