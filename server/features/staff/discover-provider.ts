import { allowInsecureRequests, type Configuration, discovery } from 'openid-client'
import { GatewayError } from '../../kernel/errors.ts'
import { askProvider } from './ask-provider.ts'

/** The identity provider, as configuration names it. */
export interface OidcOptions {
  /** What the button says. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client; PKCE is used in either case. */
  readonly clientSecret: string | null
  /** Only verified e-mails of this domain may sign in; null = any that staff rows name. */
  readonly emailDomain: string | null
}

const TIMEOUT_SECONDS = 10

// What the provider published is the same for every replica and every request; only a found answer is kept.
const found = new WeakMap<OidcOptions, Configuration>()

const isLoopback = (issuer: URL) => ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname)

/** Plain http is for a provider on this machine only, as in tests. */
export const discoverProvider = async (options: OidcOptions): Promise<Configuration> => {
  const known = found.get(options)
  if (known) return known
  const issuer = new URL(options.issuer)
  const execute = issuer.protocol === 'http:' && isLoopback(issuer) ? [allowInsecureRequests] : []
  const metadata = options.clientSecret ?? undefined
  const asked = await askProvider(() =>
    discovery(issuer, options.clientId, metadata, undefined, { execute, timeout: TIMEOUT_SECONDS }),
  )
  if ('refusal' in asked) {
    throw new GatewayError('identity-provider', 'nonsense', { retryable: false, detail: asked.refusal })
  }
  found.set(options, asked.answer)
  return asked.answer
}
