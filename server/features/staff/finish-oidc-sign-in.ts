import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { normaliseEmail } from './attempt-rules.ts'
import { confirmSession } from './confirm-session.ts'
import { discoverProvider, type OidcOptions } from './discover-provider.ts'
import {
  type IdentityClaims,
  identityRefusal,
  isAuthenticationFresh,
  isStateShaped,
  type ReadIdentity,
} from './oidc-rules.ts'
import { type Door, type OpenedSession, openSession } from './open-session.ts'
import { readIdentity } from './read-identity.ts'
import { refuseSignIn } from './refuse-sign-in.ts'
import { releaseAttempt } from './release-attempt.ts'
import { reserveAttempt } from './reserve-attempt.ts'
import {
  findIdentity,
  findStaffByEmail,
  hasIdentityAt,
  insertIdentity,
  type StaffRow,
  takeOidcSignIn,
} from './store.ts'

interface FinishedAtProvider {
  readonly state: string
  readonly callbackUrl: string
  /** Which redirects this door serves: the desktop's and the browser's can't finish each other's. */
  readonly servesRedirect: (redirectUri: string) => boolean
}

/** What a sign-in that confirmed a session, instead of opening one, comes to. */
export interface ConfirmedSession {
  readonly confirmedAt: number
}

type Judged = { readonly staff: StaffRow; readonly link: boolean } | { readonly cause: string; readonly staff: null }

/** Whose identity this is: by (issuer, subject); failing that, once, by the verified e-mail. */
const judgeIdentity = async (
  tx: Transaction,
  options: OidcOptions,
  issuer: string,
  claims: IdentityClaims,
): Promise<Judged> => {
  const known = await findIdentity(tx, issuer, claims.subject)
  const refusal = identityRefusal(claims, known !== undefined, options.emailDomain)
  if (refusal) return { cause: refusal, staff: null }
  if (known) return known.status === 'active' ? { staff: known, link: false } : { cause: 'removed', staff: null }
  const staff = await findStaffByEmail(tx, normaliseEmail(claims.email ?? ''))
  if (staff?.status !== 'active') return { cause: staff ? 'removed' : 'no such staff', staff: null }
  // A second subject with the same e-mail is another person who got the address later.
  if (await hasIdentityAt(tx, staff.id, issuer)) return { cause: 'another subject', staff: null }
  return { staff, link: true }
}

interface Link {
  readonly staff: StaffRow
  readonly claims: IdentityClaims
  readonly issuer: string
  readonly door: Door
}

const linkIdentity = async (kernel: Kernel, tx: Transaction, { staff, claims, issuer, door }: Link) => {
  const at = kernel.clock.now()
  await insertIdentity(tx, { issuer, subject: claims.subject, staffId: staff.id, createdAt: at })
  await recordAudit(tx, at, {
    actor: systemActor('sign-in'),
    action: 'staff.identity-linked',
    subject: { kind: 'staff', id: staff.id },
    requestId: door.requestId,
    details: { issuer },
    personal: { subjectName: staff.name, identity: claims.subject },
  })
}

const takeUnderWay = async (kernel: Kernel, finished: FinishedAtProvider) => {
  if (!isStateShaped(finished.state)) return null
  const row = await takeOidcSignIn(kernel.db, finished.state)
  const isUsable = row && kernel.clock.now() < row.expiresAt && finished.servesRedirect(row.redirectUri)
  return isUsable ? row : null
}

interface Confirming {
  readonly staff: StaffRow
  readonly claims: ReadIdentity
  readonly underWay: { readonly createdAt: number; readonly confirmsSessionId: string }
  readonly door: Door
}

const confirmBy = async (
  kernel: Kernel,
  tx: Transaction,
  { staff, claims, underWay, door }: Confirming,
): Promise<ConfirmedSession | { readonly cause: string }> => {
  const now = kernel.clock.now()
  const { authenticatedAgoMs } = claims
  if (!isAuthenticationFresh(authenticatedAgoMs, now - underWay.createdAt)) return { cause: 'not signed in anew' }
  const confirmedAt = now - Math.max(authenticatedAgoMs ?? 0, 0)
  const isConfirmed = await confirmSession(kernel, tx, {
    actor: systemActor('sign-in'),
    staff,
    sessionId: underWay.confirmsSessionId,
    requestId: door.requestId,
    method: 'oidc',
    confirmedAt,
  })
  return isConfirmed ? { confirmedAt } : { cause: 'not the session’s person' }
}

/**
 * The second half of an OIDC sign-in: opens a session, or confirms the one for which it was begun and no other. Every refusal is
 * OIDC_REFUSED, whatever its cause.
 */
export const finishOidcSignIn = async (
  kernel: Kernel,
  options: OidcOptions | null,
  finished: FinishedAtProvider,
  door: Door,
): Promise<OpenedSession | ConfirmedSession> => {
  if (!options) throw new AppError('NOT_FOUND', { detail: 'no identity provider is configured' })
  const attempt = await reserveAttempt(kernel, { address: door.address })
  const refuse = (cause: string, email: string | null = null) =>
    refuseSignIn(kernel, {
      code: 'OIDC_REFUSED',
      cause,
      method: 'oidc',
      staffId: null,
      email,
      door,
      isLastAttempt: attempt.isLast,
    })
  const underWay = await takeUnderWay(kernel, finished)
  if (!underWay) return refuse('no such sign-in under way')
  const provider = await discoverProvider(options)
  const issuer = provider.serverMetadata().issuer
  const asked = await readIdentity(provider, underWay, finished.callbackUrl)
  if ('refusal' in asked) return refuse(asked.refusal)
  const claims = asked.answer
  const result = await inTransaction(kernel.db, async (tx) => {
    const judged = await judgeIdentity(tx, options, issuer, claims)
    if (judged.staff === null) return judged
    const { confirmsSessionId } = underWay
    if (confirmsSessionId !== null) {
      if (judged.link) return { cause: 'not linked' }
      const confirming = { staff: judged.staff, claims, underWay: { ...underWay, confirmsSessionId }, door }
      const outcome = await confirmBy(kernel, tx, confirming)
      if (!('cause' in outcome)) await releaseAttempt(tx, attempt, true)
      return outcome
    }
    if (judged.link) await linkIdentity(kernel, tx, { staff: judged.staff, claims, issuer, door })
    await releaseAttempt(tx, attempt, true)
    return openSession(kernel, tx, { staff: judged.staff, door, method: 'oidc' })
  })
  return 'cause' in result ? refuse(result.cause, claims.email) : result
}
