/**
 * The page loads nothing but its own files and reaches no network: all data comes over the bridge. Styles made at run
 * time (the component library's) carry the nonce of this load. Trusted types are left out: they blank the page.
 */
export const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const NONCE_META = /<meta\s+property="csp-nonce"[^>]*>/

/** Tells the page its nonce, where `get-nonce` and Mantine's `getStyleNonce` look for it. */
export const withNonce = (html: string, nonce: string): string => {
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`
  return NONCE_META.test(html) ? html.replace(NONCE_META, meta) : html.replace('<head>', `<head>${meta}`)
}
