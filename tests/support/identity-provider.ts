import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AuthorizationContext, Provider } from 'oidc-provider'
import type { OidcOptions } from '../../server/features/staff/index.ts'

/** Whoever the provider takes the browser for. */
export interface Person {
  readonly subject: string
  readonly email?: string
  readonly isVerified?: boolean
  /** They signed in at the provider this long ago, and it takes that for good. */
  readonly signedInAgoSeconds?: number
  /** Claims that nobody should believe, such as roles. */
  readonly extra?: Readonly<Record<string, unknown>>
}

export interface IdentityProvider {
  readonly options: OidcOptions
  /** Goes where the system's browser would, signs in as that person, and stops at our redirect. */
  browse(authorizationUrl: string, person: Person): Promise<string>
  stop(): Promise<void>
}

const CLIENT = { id: 'countersign-tests', secret: 'a-secret-of-the-tests-only-0123456789' }

const grantEverything = async (ctx: AuthorizationContext) => {
  const { client, session, provider } = ctx.oidc
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope('openid email profile')
  await grant.save()
  return grant
}

const configuration = (redirectUris: readonly string[], people: Map<string, Person>) => ({
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: redirectUris,
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  cookies: { keys: ['keys of the tests only'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'roles'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
  loadExistingGrant: grantEverything,
  findAccount: (_ctx: unknown, subject: string) => {
    const person = people.get(subject)
    const claims = { email: person?.email, email_verified: person?.isVerified ?? true, ...person?.extra }
    return person && { accountId: subject, claims: () => ({ sub: subject, ...claims }) }
  },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
})

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** Follows redirects by hand, with a jar of its own, as long as they stay at the provider. */
const follow = async (issuer: string, from: string): Promise<string> => {
  const jar = new Map<string, string>()
  let url = from
  for (let step = 0; step < 10 && url.startsWith(issuer); step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`)
    url = new URL(location, url).href
  }
  if (url.startsWith(issuer)) throw new Error(`the provider went round in circles: ${url}`)
  return url
}

/** A real OpenID provider on this machine, which believes whoever the test says is at the browser. */
export const startIdentityProvider = async (redirectUris: readonly string[]): Promise<IdentityProvider> => {
  const people = new Map<string, Person>()
  let present: Person | null = null
  const server = createServer()
  const issuer = `http://127.0.0.1:${await listen(server)}`
  const provider = new Provider(issuer, configuration(redirectUris, people))
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    // Native clients are always asked for consent as well.
    const ts = Math.floor(Date.now() / 1000) - (present?.signedInAgoSeconds ?? 0)
    const result = { login: { accountId: present?.subject, ts }, consent: {} }
    provider.interactionFinished(request, response, result).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  const options = {
    name: 'Loomfield account',
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    emailDomain: null,
  }
  return {
    options,
    browse: (authorizationUrl, person) => {
      people.set(person.subject, person)
      present = person
      return follow(issuer, authorizationUrl)
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
