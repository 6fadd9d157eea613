/**
 * The desk loads nothing but its own files. Styles made at run time (the component library's) carry the nonce of this
 * load. Trusted types are left out: they blank the page. `connect` is where the page may send requests: nowhere on the
 * desktop, whose data comes over the bridge; to its own origin in the browser.
 */
export const contentPolicy = (nonce: string, connect: "'none'" | "'self'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const NONCE_META = /<meta\s+property="csp-nonce"[^>]*>/

/** Tells the page its nonce, where the component library looks for it. */
export const withNonce = (html: string, nonce: string): string => {
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`
  return NONCE_META.test(html) ? html.replace(NONCE_META, meta) : html.replace('<head>', `<head>${meta}`)
}
