export interface Page {
  readonly status: number
  readonly type: string
  readonly page: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Stands on top of every page that looks like one where money moves. */
export const MARK = '<aside class="mark" aria-label="Notice">Sandbox: no money moves here.</aside>'

export const dayOf = (at: number | null): string => (at === null ? '' : new Date(at * 1000).toISOString().slice(0, 10))

/** Nothing but our own style sheet; forms may lead to the given address beside this one. */
const policyFor = (leadsTo: string | null): string => {
  const away = leadsTo !== null && URL.canParse(leadsTo) ? ` ${new URL(leadsTo).origin}` : ''
  return `default-src 'none'; style-src 'self'; form-action 'self'${away}; base-uri 'none'; frame-ancestors 'none'`
}

interface More {
  readonly status?: number
  readonly leadsTo?: string | null
}

export const html = (title: string, body: string, { status = 200, leadsTo = null }: More = {}): Page => ({
  status,
  type: 'text/html; charset=utf-8',
  page: Buffer.from(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><link rel="stylesheet" href="/_hosted/style.css"></head><body>${body}</body></html>`,
  ),
  headers: {
    'content-security-policy': policyFor(leadsTo),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
})

export const notFound = (): Page =>
  html('Not found', '<main><h1>Not found</h1><p>There is no such page.</p></main>', { status: 404 })

/** Tells the browser to fetch another page, so that reloading does not send the form twice. */
export const redirect = (to: string): Page => ({
  status: 303,
  type: 'text/plain',
  page: Buffer.from(''),
  headers: { location: to, 'cache-control': 'no-store' },
})
