// Rule: a link leaves the app only as https to a host that is known: Stripe, the helpdesk, the companion. No port, no
// credentials, no other scheme; what the system would do with those is not for a page to decide. One exception: the
// documents of the sandbox Stripe that the embedded companion started, at exactly its loopback address and port.

export interface KnownPlaces {
  readonly hosts: readonly string[]
  /** Of the sandbox; empty with any other companion or Stripe. */
  readonly origins: readonly string[]
}

const STRIPE_DOMAIN = 'stripe.com'

const isStripe = (host: string): boolean => host === STRIPE_DOMAIN || host.endsWith(`.${STRIPE_DOMAIN}`)

/** The normalised URL to hand to the system, or null when it may not leave. */
export const allowedExternalUrl = (text: string, { hosts, origins }: KnownPlaces): string | null => {
  const url = URL.parse(text)
  if (!url || url.username || url.password) return null
  if (url.protocol === 'http:') return origins.includes(url.origin) ? url.href : null
  if (url.protocol !== 'https:' || url.port) return null
  return isStripe(url.hostname) || hosts.includes(url.hostname) ? url.href : null
}
