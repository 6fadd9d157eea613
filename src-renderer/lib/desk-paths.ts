/** Addresses within the desk, for links; pages navigate with the router's own typed calls. */
const search = (params: Readonly<Record<string, string | null | undefined>>): string => {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

export interface TeamPlace {
  readonly customerStripeId: string
  readonly team?: string | null | undefined
  readonly ticket?: string | null | undefined
  readonly tab?: string | undefined
  readonly item?: string | undefined
}

interface TeamForm {
  readonly customerStripeId: string
  readonly form: 'billing' | 'reversal' | 'credit' | 'stack' | 'cancel' | 'coupon'
  readonly team: string | null
  readonly subscription: string | null
  readonly credit: string | null
}

export const deskPaths = {
  verify: (params: { readonly team?: string | null; readonly ticket?: string | null } = {}): string =>
    `#/verify${search({ ...params })}`,
  verification: (id: string): string => `#/verify${search({ id })}`,
  teams: (params: { readonly q?: string } = {}): string => `#/teams${search({ ...params })}`,
  team: ({ customerStripeId, ...params }: TeamPlace): string =>
    `#/teams/${encodeURIComponent(customerStripeId)}${search({ ...params })}`,
  /** Where a request for this customer is prepared. */
  teamForm: ({ customerStripeId, form, ...params }: TeamForm): string =>
    `#/teams/${encodeURIComponent(customerStripeId)}/${form === 'cancel' ? 'change' : form}${search({
      ...params,
      mode: form === 'cancel' ? 'end' : null,
    })}`,
  approvals: (params: { readonly item?: string; readonly show?: string } = {}): string =>
    `#/approvals${search({ ...params })}`,
  policy: (): string => '#/policy',
  receivables: (params: { readonly item?: string; readonly show?: string } = {}): string =>
    `#/receivables${search({ ...params })}`,
  closeInvoice: (invoiceStripeId: string, kind: string): string =>
    `#/receivables/close/${encodeURIComponent(invoiceStripeId)}${search({ kind })}`,
  quotes: (params: { readonly item?: string } = {}): string => `#/quotes${search({ ...params })}`,
  newQuote: (): string => '#/quotes/new',
  editQuote: (id: string): string => `#/quotes/${encodeURIComponent(id)}/edit`,
  invoices: (params: { readonly item?: string; readonly show?: string; readonly team?: string } = {}): string =>
    `#/invoices${search({ ...params })}`,
  invoice: (id: string): string => `#/invoices/${encodeURIComponent(id)}`,
  newInvoice: (quote: string): string => `#/invoices/new${search({ quote })}`,
  coupons: (): string => '#/coupons',
  newCampaign: (): string => '#/coupons/campaign',
  sharedCode: (params: { readonly team: string; readonly ticket: string }): string =>
    `#/shared-code${search({ ...params })}`,
  purchaseLink: (params: { readonly team: string; readonly ticket: string }): string =>
    `#/purchase-link${search({ ...params })}`,
  cases: (): string => '#/cases',
  ticketCase: (ticket: string): string => `#/cases/${encodeURIComponent(ticket)}`,
  licenses: (params: { readonly text?: string; readonly tab?: string } = {}): string =>
    `#/licenses${search({ ...params })}`,
  license: (id: string): string => `#/licenses/${encodeURIComponent(id)}`,
  instance: (id: string): string => `#/instances/${encodeURIComponent(id)}`,
  tenants: (params: { readonly item?: string } = {}): string => `#/tenants${search({ ...params })}`,
  contract: (params: { readonly team: string; readonly contract?: string }): string =>
    `#/tenants/contract${search({ ...params })}`,
  metering: (): string => '#/metering',
  drift: (): string => '#/drift',
  webhooks: (params: { readonly show?: string } = {}): string => `#/webhooks${search({ ...params })}`,
  audit: (): string => '#/audit',
  staff: (): string => '#/staff',
  settings: (section?: string): string => `#/settings${search({ section })}`,
}

/** The link that opens the desktop on this team, for tickets and chats. */
export const deepLink = (team: string, ticket?: string | null): string =>
  `countersign://team/${encodeURIComponent(team)}${search({ ticket })}`
