import { signingKeysOf } from '../lease/keys.ts'
import { followStatements } from '../lease/statements.ts'
import { isBody } from '../wire/replies.ts'
import { keep, type Session } from './session.ts'

const AT_MOST_EVERY_MS = 60_000
const MOST_KEYS = 50

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []

const fetchKeys = async (
  { settings }: Session,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> => {
  try {
    const { status, body } = await settings.transport({ method: 'GET', path: '/v1/licenses/keys', signal })
    return status === 200 && isBody(body) ? body : null
  } catch {
    return null
  }
}

/**
 * Asks for the signing keys, at most once a minute. Where keys are pinned, only those are learned that a chain of statements leads to.
 * @returns whether a key was learned
 */
export const learnKeys = async (session: Session, signal: AbortSignal): Promise<boolean> => {
  const { settings, keys, state } = session
  const now = settings.clock.monotonicMs()
  if (session.keysAskedAt !== null && now - session.keysAskedAt < AT_MOST_EVERY_MS) return false
  session.keysAskedAt = now
  const document = await fetchKeys(session, signal)
  if (document === null) return false
  if (settings.pinnedKeys.length > 0) {
    const useful = followStatements(textsOf(document['statements']), keys)
    if (useful.length === 0) return false
    await keep(session, { ...state, keyStatements: [...state.keyStatements, ...useful] })
    return true
  }
  const fresh = signingKeysOf(document).filter(({ kid }) => !keys.has(kid))
  if (fresh.length === 0) return false
  keys.add(fresh)
  await keep(session, { ...state, fetchedKeys: [...state.fetchedKeys, ...fresh].slice(-MOST_KEYS) })
  return true
}
