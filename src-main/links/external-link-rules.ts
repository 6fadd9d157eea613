// Rule: a link leaves the app only as https to a host that is known: Stripe, the helpdesk, the companion. No port, no
// credentials, no other scheme; what the system would do with those is not for a page to decide.

const STRIPE_DOMAIN = 'stripe.com'

const isStripe = (host: string): boolean => host === STRIPE_DOMAIN || host.endsWith(`.${STRIPE_DOMAIN}`)

/** The normalised URL to hand to the system, or null when it may not leave. */
export const allowedExternalUrl = (text: string, knownHosts: readonly string[]): string | null => {
  const url = URL.parse(text)
  if (!url || url.protocol !== 'https:') return null
  if (url.username || url.password || url.port) return null
  return isStripe(url.hostname) || knownHosts.includes(url.hostname) ? url.href : null
}
