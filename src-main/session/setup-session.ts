import type { DesktopSession } from '@countersign/shared/desktop'
import { type SignedIn, signedInSchema, signInMethodsSchema } from '@countersign/shared/features/staff'
import { z } from 'zod'
import { createLiveValue } from '../bridge/live-value.ts'
import type { PowersOf } from '../bridge/powers.ts'
import { Refusal } from '../bridge/refusal.ts'
import type { OpenUpstream } from '../bridge/upstream.ts'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { describeError, logLine } from '../log.ts'
import type { Server } from '../server-process/setup-server.ts'
import { type AuthRequest, requestAuth } from './auth-requests.ts'
import { signInWithOidc } from './sign-in-oidc.ts'
import { type KeptSession, openTokenVault, type TokenVault } from './token-vault.ts'

type SignedOutReason = Extract<DesktopSession, { state: 'signed-out' }>['reason']

export interface Session {
  /** The companion as the signed-in staff member, or as nobody: it decides what that allows. */
  readonly openUpstream: OpenUpstream
  readonly onTokenRefused: () => void
  readonly powers: PowersOf<'session'>
}

/** Holds the one staff token. It leaves this object only inside a request to the companion that gave it. */
const holdSession = (vault: TokenVault, server: Server) => {
  let kept: KeptSession | null = null
  let gone = new AbortController()
  const status = createLiveValue<DesktopSession>({ state: 'signed-out', reason: 'never' })

  const drop = () => {
    kept = null
    gone.abort(new Refusal('SIGN_IN_REQUIRED'))
    gone = new AbortController()
  }
  const show = async (session: KeptSession) => {
    if (kept?.token !== session.token) drop()
    kept = session
    const { staff, expiresAt } = session
    const keptIn = await vault.keep(session)
    status.set({ state: 'signed-in', staff, expiresAt, keptIn, mayAsk: await vault.mayAsk() })
    return status.get()
  }
  const end = async (reason: SignedOutReason) => {
    if (!kept) return status.get()
    drop()
    status.set({ state: 'signed-out', reason })
    await vault.forget()
    return status.get()
  }
  const resume = async () => {
    const found = await vault.load()
    if (!found || kept) return
    if (found.server !== server.identity()) return vault.forget()
    if (Date.parse(found.expiresAt) > Date.now()) return void (await show(found))
    status.set({ state: 'signed-out', reason: 'expired' })
    return vault.forget()
  }
  const begin = (answer: SignedIn) => {
    if (!answer.token) throw new Refusal('SIGN_IN_FAILED', { message: 'The companion sent no token.' })
    return show({ ...answer, token: answer.token, server: server.identity() })
  }
  return { status, begin, end, resume, kept: () => kept, gone: () => gone.signal }
}

const firstRunAnswerSchema = signedInSchema.extend({ totp: z.object({ uri: z.string(), secret: z.string() }) })

type Held = ReturnType<typeof holdSession>

const sessionPowers = (held: Held, server: Server, settings: SettingsStore): PowersOf<'session'> => {
  const ask = async (request: AuthRequest, signal: AbortSignal) =>
    requestAuth(await server.reach(signal), request, signal)
  const post = (path: string, body: object, signal: AbortSignal) => ask({ method: 'POST', path, body }, signal)

  const signOut = async (signal: AbortSignal) => {
    const token = held.kept()?.token
    const status = await held.end('signed-out')
    // Signed out here in any case; a companion that can't be told lets the session run out by itself.
    if (token) {
      await ask({ method: 'POST', path: 'sign-out', token }, signal).catch((error: unknown) =>
        logLine('sign-out-not-told', { error: describeError(error) }),
      )
    }
    return status
  }

  return {
    'session.status': () => held.status.get(),
    'session.onChange': (_input, signal) => held.status.watch(signal),
    'session.methods': async (_input, signal) =>
      signInMethodsSchema.parse(await ask({ method: 'GET', path: 'methods' }, signal)),
    'session.signInLocal': async (account, signal) =>
      held.begin(signedInSchema.parse(await post('local', account, signal))),
    'session.signInOidc': async (_input, signal) =>
      held.begin(await signInWithOidc(await server.reach(signal), signal)),
    'session.createFirstAdmin': async (admin, signal) => {
      const { totp, ...answer } = firstRunAnswerSchema.parse(await post('first-run', admin, signal))
      return { session: await held.begin(answer), totp }
    },
    'session.keepOnDisk': async ({ agreed }) => {
      await settings.change({ keepsWithoutKeyring: agreed })
      const kept = held.kept()
      return kept ? held.begin(kept) : held.status.get()
    },
    'session.signOut': (_input, signal) => signOut(signal),
  }
}

export const setupSession = (server: Server, settings: SettingsStore): Session => {
  const held = holdSession(openTokenVault(settings), server)
  const resumed = held
    .resume()
    .catch((error: unknown) => logLine('session-not-resumed', { error: describeError(error) }))
  server.onIdentityChange(() => void held.end('other-server'))
  return {
    openUpstream: async (signal) => {
      await resumed
      const upstream = await server.reach(signal)
      const token = held.kept()?.token
      if (!token) return upstream
      const gone = AbortSignal.any([upstream.gone, held.gone()])
      return { ...upstream, gone, headers: { ...upstream.headers, authorization: `Bearer ${token}` } }
    },
    onTokenRefused: () => void held.end('expired'),
    powers: sessionPowers(held, server, settings),
  }
}
