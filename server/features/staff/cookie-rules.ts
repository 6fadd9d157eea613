// The browser desk's session lives in a cookie that scripts can't read and other sites can't send. Under https its name
// starts with `__Host-`, which browsers take only with Secure, Path=/ and no Domain: no sibling host can plant one.

export type CookieUse = 'session' | 'oidc'

const NAMES: Record<CookieUse, string> = { session: 'countersign', oidc: 'countersign-oidc' }

const isHttps = (publicUrl: string) => publicUrl.startsWith('https:')

export const cookieName = (use: CookieUse, publicUrl: string): string =>
  `${isHttps(publicUrl) ? '__Host-' : ''}${NAMES[use]}`

/** The value, or null if there is none or more than one: a doubled cookie was planted. */
export const readCookie = (header: string | undefined, use: CookieUse, publicUrl: string): string | null => {
  const prefix = `${cookieName(use, publicUrl)}=`
  const parts = (header ?? '').split(';').map((part) => part.trim())
  const values = parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length))
  const [value] = values
  return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{1,200}$/.test(value) ? value : null
}

/** The sign-in's own cookie has to survive the way back from the provider's site, so it is Lax; the session's is Strict. */
export const writeCookie = (use: CookieUse, value: string, maxAgeMs: number, publicUrl: string): string =>
  [
    `${cookieName(use, publicUrl)}=${value}`,
    'Path=/',
    `Max-Age=${Math.max(0, Math.floor(maxAgeMs / 1000))}`,
    'HttpOnly',
    `SameSite=${use === 'session' ? 'Strict' : 'Lax'}`,
    ...(isHttps(publicUrl) ? ['Secure'] : []),
  ].join('; ')
