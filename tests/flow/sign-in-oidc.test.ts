// Guarantee: the identity provider says who someone is, once per sign-in and only for the browser or desktop that began
// it; what they may do stands here. Run against a real provider on this machine.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { removeStaff } from '../../server/features/staff/index.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { type IdentityProvider, type Person, startIdentityProvider } from '../support/identity-provider.ts'
import {
  auditLog,
  makeStaff,
  type MadeStaff,
  openDoor,
  PUBLIC_URL,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

const LOOPBACK = 'http://127.0.0.1:49817/callback'
const DESK = `${PUBLIC_URL}/auth/oidc/callback`
const BROWSER = { 'x-countersign-client': 'browser', origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }
const CLI = { actor: systemActor('cli'), requestId: null }
const INES: Person = { subject: 'sub-ines', email: 'Ines@loomfield.example' }

let provider: IdentityProvider
beforeAll(async () => {
  provider = await startIdentityProvider(['http://127.0.0.1/callback', 'http://[::1]/callback', DESK])
})
afterAll(() => provider.stop())

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let door: FastifyInstance
  let ines: MadeStaff

  const start = async (redirectUri = LOOPBACK) => {
    const answer = await door.inject({ method: 'POST', url: '/auth/oidc/start', payload: { redirectUri } })
    expect(answer.statusCode).toBe(200)
    return answer.json<{ authorizationUrl: string; state: string }>()
  }
  const finish = (state: string, callbackUrl: string, at = door) =>
    at.inject({ method: 'POST', url: '/auth/oidc/finish', payload: { state, callbackUrl } })
  const signIn = async (person: Person) => {
    const { authorizationUrl, state } = await start()
    return finish(state, await provider.browse(authorizationUrl, person))
  }
  const refused = { statusCode: 401, code: 'OIDC_REFUSED' }
  const outcome = (answer: { statusCode: number; json(): unknown }) => ({
    statusCode: answer.statusCode,
    code: (answer.json() as { error?: { code: string } }).error?.code,
  })
  const causes = async () =>
    (await auditLog(database.db))
      .filter((row) => row.action === 'staff.sign-in-refused')
      .map((row) => row.details['cause'])

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    door = await openDoor(kernel, { oidc: provider.options })
    ines = await makeStaff(kernel, ['support'], { email: 'ines@loomfield.example', password: null })
  })

  test('links the first sign-in by verified e-mail, later ones by subject, and believes no role', async () => {
    const answer = await signIn({ ...INES, extra: { roles: ['admin'] } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ staff: { id: ines.id, roles: ['support'] } })
    const renamed = await signIn({ subject: INES.subject, email: 'ines.new-name@loomfield.example' })
    expect(renamed.json()).toMatchObject({ staff: { id: ines.id } })
    const told = (await auditLog(database.db)).map((row) => row.action)
    expect(told).toEqual(['staff.added', 'staff.identity-linked', 'staff.signed-in', 'staff.signed-in'])
  })

  test('asks for a code with PKCE S256, state and nonce', async () => {
    const { authorizationUrl, state } = await start()
    const asked = new URL(authorizationUrl).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({ code_challenge_method: 'S256', response_type: 'code', state })
    expect(asked.get('nonce')).toMatch(/^[\w-]{43}$/)
    expect(asked.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  })

  test.each<[string, Person, string]>([
    ['an unverified e-mail', { ...INES, isVerified: false }, 'email-unverified'],
    ['no e-mail at all', { subject: 'sub-none' }, 'email-unverified'],
    ['nobody of the desk', { subject: 'sub-eve', email: 'eve@loomfield.example' }, 'no such staff'],
  ])('refuses %s', async (_name, person, cause) => {
    expect(outcome(await signIn(person))).toEqual(refused)
    expect(await causes()).toEqual([cause])
    expect(await database.db.selectFrom('oidcIdentity').selectAll().execute()).toEqual([])
  })

  test('refuses a removed person, linked or not', async () => {
    await makeStaff(kernel, ['admin'])
    const tobias = await makeStaff(kernel, ['finance'], { email: 'tobias@loomfield.example', password: null })
    await signIn(INES)
    for (const { id } of [ines, tobias]) await removeStaff(kernel, CLI, id)
    expect(outcome(await signIn(INES))).toEqual(refused)
    expect(outcome(await signIn({ subject: 'sub-tobias', email: 'tobias@loomfield.example' }))).toEqual(refused)
    expect(await causes()).toEqual(['removed', 'removed'])
  })

  test('refuses a second subject that got the address of the first', async () => {
    await signIn(INES)
    expect(outcome(await signIn({ ...INES, subject: 'sub-successor' }))).toEqual(refused)
    expect(await causes()).toEqual(['another subject'])
  })

  test('refuses an e-mail of another domain where one is set', async () => {
    door = await openDoor(kernel, { oidc: { ...provider.options, emailDomain: 'other.example' } })
    expect(outcome(await signIn(INES))).toEqual(refused)
    expect(await causes()).toEqual(['domain-not-allowed'])
  })

  describe('a sign-in under way', () => {
    test('is finished once: neither its state nor its code works again', async () => {
      const first = await start()
      const back = await provider.browse(first.authorizationUrl, INES)
      expect((await finish(first.state, back)).statusCode).toBe(200)
      expect(outcome(await finish(first.state, back))).toEqual(refused)
      const second = await start()
      const replayed = new URL(back)
      replayed.searchParams.set('state', second.state)
      expect(outcome(await finish(second.state, replayed.href))).toEqual(refused)
      expect(await causes()).toEqual(['no such sign-in under way', 'invalid_grant'])
    })

    test('is finished by one of two replicas', async () => {
      const other = await openDoor(staffKernel((await database.again()).db), { oidc: { ...provider.options } })
      const { authorizationUrl, state } = await start()
      const back = await provider.browse(authorizationUrl, INES)
      const answers = await Promise.all([finish(state, back), finish(state, back, other)])
      expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 401])
    })

    test('is refused with another state, whether made up or of another sign-in', async () => {
      const mine = await start()
      const other = await start()
      const back = await provider.browse(mine.authorizationUrl, INES)
      for (const state of ['x'.repeat(43), 'x', '\u0000', other.state]) {
        expect(outcome(await finish(state, back))).toEqual(refused)
      }
    })

    test('is refused with another nonce', async () => {
      const { authorizationUrl, state } = await start()
      const other = new URL(authorizationUrl)
      other.searchParams.set('nonce', 'n'.repeat(43))
      expect(outcome(await finish(state, await provider.browse(other.href, INES)))).toEqual(refused)
      expect(await causes()).toEqual(['OAUTH_JWT_CLAIM_COMPARISON_FAILED'])
    })

    test('is refused when the code was fetched under another challenge', async () => {
      const { authorizationUrl, state } = await start()
      const other = new URL(authorizationUrl)
      other.searchParams.set('code_challenge', 'c'.repeat(43))
      expect(outcome(await finish(state, await provider.browse(other.href, INES)))).toEqual(refused)
      expect(await causes()).toEqual(['invalid_grant'])
    })

    test('is refused when the person said no at the provider', async () => {
      const { authorizationUrl, state } = await start()
      const denied = new URL(LOOPBACK)
      const iss = new URL(authorizationUrl).origin
      denied.search = new URLSearchParams({ error: 'access_denied', state, iss }).toString()
      expect(outcome(await finish(state, denied.href))).toEqual(refused)
      expect(await causes()).toEqual(['access_denied'])
    })

    test('ends after ten minutes, and its row goes', async () => {
      const { authorizationUrl, state } = await start()
      const back = await provider.browse(authorizationUrl, INES)
      kernel.clock.advance(10 * 60_000)
      expect(outcome(await finish(state, back))).toEqual(refused)
      const late = await start()
      const rows = await database.db.selectFrom('oidcSignIn').select('state').execute()
      expect(rows).toEqual([{ state: late.state }])
    })

    test('comes back to the desktop’s loopback or to the desk, nowhere else', async () => {
      const elsewhere = [
        'https://evil.example/callback',
        'http://127.0.0.1:1/else',
        'http://localhost:1/callback',
        DESK,
      ]
      for (const redirectUri of elsewhere) {
        const answer = await door.inject({ method: 'POST', url: '/auth/oidc/start', payload: { redirectUri } })
        expect(outcome(answer)).toEqual({ statusCode: 400, code: 'INPUT_INVALID' })
      }
      await start('http://[::1]:5/callback')
    })
  })

  describe('in a browser', () => {
    const begin = async () => {
      const payload = { redirectUri: DESK }
      const answer = await door.inject({ method: 'POST', url: '/auth/oidc/start', payload, headers: BROWSER })
      const { authorizationUrl } = answer.json<{ authorizationUrl: string }>()
      const [cookie = ''] = String(answer.headers['set-cookie']).split(';')
      expect(String(answer.headers['set-cookie'])).toContain('SameSite=Lax')
      const back = new URL(await provider.browse(authorizationUrl, INES))
      return { cookie, back, path: back.pathname + back.search }
    }

    test('the way back sets the session’s cookie and leads to the desk', async () => {
      const { cookie, path } = await begin()
      const answer = await door.inject({ url: path, headers: { cookie, 'sec-fetch-site': 'cross-site' } })
      expect(answer.statusCode).toBe(303)
      expect(answer.headers.location).toBe('/desk/')
      const cookies = [answer.headers['set-cookie']].flat()
      expect(cookies[0]).toMatch(/^countersign=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Strict$/)
      expect(cookies[1]).toContain('countersign-oidc=; Path=/; Max-Age=0')
    })

    test('a link to somebody else’s way back signs nobody in', async () => {
      const [mine, theirs] = [await begin(), await begin()]
      const goes = async (cookie: string) => {
        const answer = await door.inject({ url: theirs.path, headers: { cookie } })
        return { to: answer.headers.location, signedIn: String(answer.headers['set-cookie']).includes('countersign=') }
      }
      expect(await goes('')).toEqual({ to: '/desk/?refused=OIDC_REFUSED', signedIn: false })
      expect(await goes(mine.cookie)).toEqual({ to: '/desk/?refused=OIDC_REFUSED', signedIn: false })
      expect(await goes(theirs.cookie)).toEqual({ to: '/desk/', signedIn: true })
    })

    test('the desktop’s door does not finish a browser’s sign-in', async () => {
      const { back } = await begin()
      expect(outcome(await finish(back.searchParams.get('state') ?? '', back.href))).toEqual(refused)
    })
  })

  test('a provider that is down is told as such, before and after the browser', async () => {
    const passing = await startIdentityProvider(['http://127.0.0.1/callback'])
    door = await openDoor(kernel, { oidc: passing.options })
    const { authorizationUrl, state } = await start()
    const back = await passing.browse(authorizationUrl, INES)
    await passing.stop()
    const down = { statusCode: 503, code: 'IDENTITY_PROVIDER_UNREACHABLE' }
    expect(outcome(await finish(state, back))).toEqual(down)
    const unknown = await openDoor(kernel, { oidc: { ...passing.options } })
    const payload = { redirectUri: LOOPBACK }
    expect(outcome(await unknown.inject({ method: 'POST', url: '/auth/oidc/start', payload }))).toEqual(down)
  })

  test('without a provider there is no such door', async () => {
    const none = await openDoor(kernel)
    const answer = await none.inject({ method: 'POST', url: '/auth/oidc/start', payload: { redirectUri: LOOPBACK } })
    expect(answer.statusCode).toBe(404)
    expect((await door.inject('/auth/methods')).json()).toMatchObject({ oidc: { name: 'Loomfield account' } })
  })
})
