import { openJws } from './jws.ts'
import { type KeyRing, type SigningKey, signingKeysOf } from './keys.ts'

export const KEY_STATEMENT_TYPE = 'license-keys+jws'

const LONGEST_CHAIN = 1000

/** The keys that a known key vouches for, or none. */
const vouchedFor = (statement: string, keys: KeyRing): readonly SigningKey[] => {
  const jws = openJws(statement, KEY_STATEMENT_TYPE, keys.keyOf)
  return jws.isOk && jws.claims['v'] === 1 ? signingKeysOf(jws.claims) : []
}

/**
 * Follows statements from the keys that are known as far as they lead, in whatever order they came.
 * @returns the statements that brought a new key, in the order in which they lead on: worth keeping
 */
export const followStatements = (statements: readonly string[], keys: KeyRing): readonly string[] => {
  const useful: string[] = []
  let open = statements.slice(0, LONGEST_CHAIN)
  for (let isMoving = true; isMoving; ) {
    isMoving = false
    for (const statement of open) {
      const fresh = vouchedFor(statement, keys).filter(({ kid }) => !keys.has(kid))
      if (fresh.length === 0) continue
      keys.add(fresh)
      useful.push(statement)
      isMoving = true
    }
    open = open.filter((statement) => !useful.includes(statement))
  }
  return useful
}
