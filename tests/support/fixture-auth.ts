import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

const STAFF = { id: 'stf_01JZ0000000000000000000000', name: 'Ada', email: 'ada@example.test', roles: ['support'] }
const OIDC_STATE = 'fixture-state-0123456789'

/** Signing in happened at these moments; a spec may ask how often a token was handed back. */
let signOuts = 0
export const countSignOuts = (): number => signOuts

/** When a confirmation counts from, as the specs expect it. */
export const CONFIRMED_AT = '2026-11-20T12:40:00.000Z'

type Answer = readonly [status: number, body: object]

const refusal = (status: number, code: string, more: object = {}): Answer => [
  status,
  { error: { code, message: `fixture: ${code}`, ...more } },
]

/** What a hosted companion hands to someone who has no authenticator yet. */
export const OFFERED_TOTP = { uri: 'otpauth://totp/Countersign:new@example.test?secret=JBSWY3DP', secret: 'JBSWY3DP' }

const signedIn = (token: string): Answer => [
  200,
  { token, expiresAt: new Date(Date.now() + 3_600_000).toISOString(), staff: STAFF },
]

type Body = Readonly<Record<string, string>> & { readonly isConfirmation?: boolean }

const local = ({ email, password, totp }: Body, token: string): Answer => {
  if (password !== 'correct horse battery') return refusal(401, 'SIGN_IN_FAILED')
  if (email === 'new@example.test' && !totp) {
    const more = { next: 'Add the key.', requestId: 'req_totp', refusal: { totp: OFFERED_TOTP } }
    return refusal(401, 'TOTP_ENROLMENT_REQUIRED', more)
  }
  return totp === '123456' ? signedIn(token) : refusal(401, 'TOTP_REQUIRED')
}

let isConfirming = false

const oidcStart = ({ redirectUri = '', isConfirmation = false }: Body, token: string, bearer: string): Answer => {
  if (isConfirmation && bearer !== `Bearer ${token}`) return refusal(401, 'SIGN_IN_REQUIRED')
  isConfirming = isConfirmation
  const authorizationUrl = new URL('https://login.example.test/authorize')
  authorizationUrl.searchParams.set('redirect_uri', redirectUri)
  authorizationUrl.searchParams.set('state', OIDC_STATE)
  return [200, { authorizationUrl: authorizationUrl.href, state: OIDC_STATE }]
}

const oidcFinish = ({ state, callbackUrl = '' }: Body, token: string): Answer => {
  const { searchParams } = new URL(callbackUrl)
  const isGood = state === OIDC_STATE && searchParams.get('state') === state && searchParams.get('code') === 'good'
  if (!isGood) return refusal(401, 'SIGN_IN_FAILED')
  return isConfirming ? [200, { confirmedAt: CONFIRMED_AT }] : signedIn(token)
}

const signOut = (): Answer => {
  signOuts += 1
  return [200, {}]
}

const ROUTES: Readonly<Record<string, (body: Body, token: string, bearer: string) => Answer>> = {
  'GET /auth/methods': () => [
    200,
    { mode: 'TEST', local: true, oidc: { name: 'Example' }, firstRun: false, sampleAccounts: [] },
  ],
  'POST /auth/local': local,
  'POST /auth/oidc/start': oidcStart,
  'POST /auth/oidc/finish': oidcFinish,
  'POST /auth/sign-out': signOut,
}

export const answerAuth = async (request: IncomingMessage, response: ServerResponse, token: string): Promise<void> => {
  const route = ROUTES[`${request.method} ${request.url}`]
  const sent = await text(request)
  const [status, body] = route
    ? route(sent ? (JSON.parse(sent) as Body) : {}, token, request.headers.authorization ?? '')
    : refusal(404, 'NOT_FOUND')
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
