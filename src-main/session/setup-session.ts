import type { DesktopSession } from '@countersign/shared/desktop'
import { type SignedIn, signedInSchema, signInMethodsSchema } from '@countersign/shared/features/staff'
import { z } from 'zod'
import { createLiveValue } from '../bridge/live-value.ts'
import type { PowersOf } from '../bridge/powers.ts'
import { Refusal } from '../bridge/refusal.ts'
import { goneRefusal, type OpenUpstream } from '../bridge/upstream.ts'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { describeError, logLine } from '../log.ts'
import type { NamedUpstream, Server } from '../server-process/setup-server.ts'
import { requestAuth } from './auth-requests.ts'
import { confirmWithOidc, signInWithOidc } from './sign-in-oidc.ts'
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
    const mayAsk = await vault.mayAsk()
    if (kept === session) status.set({ state: 'signed-in', staff, expiresAt, keptIn, mayAsk })
    // It ended while it was being put away: what was written after its end goes too.
    else if (!kept) await vault.forget()
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
  /** For the companion that was asked, never for one chosen while it took its time to answer. */
  const begin = (answer: SignedIn, { gone: left, identity }: NamedUpstream) => {
    if (left.aborted) throw goneRefusal(left)
    if (!answer.token) throw new Refusal('SIGN_IN_FAILED', { message: 'The companion sent no token.' })
    return show({ ...answer, token: answer.token, server: identity })
  }
  return { status, begin, show, end, resume, kept: () => kept, gone: () => gone.signal }
}

const firstRunAnswerSchema = signedInSchema.extend({ totp: z.object({ uri: z.string(), secret: z.string() }) })

type Held = ReturnType<typeof holdSession>

/** Stops waiting once the companion that was asked is no longer the one in use. */
const reaching = (server: Server) => async (signal: AbortSignal) => {
  const upstream = await server.reach(signal)
  return { upstream, until: AbortSignal.any([signal, upstream.gone]) }
}

const sessionPowers = (held: Held, server: Server, settings: SettingsStore): PowersOf<'session'> => {
  const reach = reaching(server)
  const post = async (path: string, body: object, signal: AbortSignal) => {
    const { upstream, until } = await reach(signal)
    return { upstream, answer: await requestAuth(upstream, { method: 'POST', path, body }, until) }
  }
  const tellSignOut = async ({ token, server: giver }: KeptSession, signal: AbortSignal) => {
    const { upstream, until } = await reach(signal)
    if (upstream.identity !== giver) throw new Refusal('SERVER_UNREACHABLE')
    await requestAuth(upstream, { method: 'POST', path: 'sign-out', token }, until)
  }
  const signOut = async (signal: AbortSignal) => {
    const kept = held.kept()
    const status = await held.end('signed-out')
    // Signed out here in any case; a companion that can't be told lets the session run out by itself.
    if (kept) {
      await tellSignOut(kept, signal).catch((error: unknown) =>
        logLine('sign-out-not-told', { error: describeError(error) }),
      )
    }
    return status
  }

  return {
    'session.status': () => held.status.get(),
    'session.onChange': (_input, signal) => held.status.watch(signal),
    'session.methods': async (_input, signal) => {
      const { upstream, until } = await reach(signal)
      return signInMethodsSchema.parse(await requestAuth(upstream, { method: 'GET', path: 'methods' }, until))
    },
    'session.signInLocal': async (account, signal) => {
      const { upstream, answer } = await post('local', account, signal)
      return held.begin(signedInSchema.parse(answer), upstream)
    },
    'session.signInOidc': async (_input, signal) => {
      const { upstream, until } = await reach(signal)
      return held.begin(await signInWithOidc(upstream, until), upstream)
    },
    'session.confirmOidc': async (_input, signal) => {
      const kept = held.kept()
      if (!kept) throw new Refusal('SIGN_IN_REQUIRED')
      const { upstream, until } = await reach(signal)
      if (upstream.identity !== kept.server) throw new Refusal('SERVER_UNREACHABLE')
      return confirmWithOidc(upstream, kept.token, until)
    },
    'session.createFirstAdmin': async (admin, signal) => {
      const { upstream, answer } = await post('first-run', admin, signal)
      const { totp, ...signedIn } = firstRunAnswerSchema.parse(answer)
      return { session: await held.begin(signedIn, upstream), totp }
    },
    'session.keepOnDisk': async ({ agreed }) => {
      await settings.change({ keepsWithoutKeyring: agreed })
      const kept = held.kept()
      return kept ? held.show(kept) : held.status.get()
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
      const kept = held.kept()
      if (!kept || kept.server !== upstream.identity) return upstream
      const gone = AbortSignal.any([upstream.gone, held.gone()])
      return { ...upstream, gone, headers: { ...upstream.headers, authorization: `Bearer ${kept.token}` } }
    },
    onTokenRefused: () => void held.end('expired'),
    powers: sessionPowers(held, server, settings),
  }
}
