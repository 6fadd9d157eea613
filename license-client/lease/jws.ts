import { type KeyObject, verify } from 'node:crypto'

// Compact JWS (RFC 7515) with the one algorithm `Ed25519` (RFC 9864). The key is chosen by `kid` among keys that are trusted
// beforehand; nothing in the header chooses how it is checked.

export type JwsFault = 'MALFORMED' | 'WRONG_ALGORITHM' | 'WRONG_TYPE' | 'UNKNOWN_SIGNING_KEY' | 'BAD_SIGNATURE'

export type Jws =
  | { readonly isOk: true; readonly claims: Readonly<Record<string, unknown>>; readonly keyId: string }
  | { readonly isOk: false; readonly fault: JwsFault }

const LONGEST = 65_536
const SEGMENT = /^[A-Za-z0-9_-]+$/

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const decoder = new TextDecoder('utf-8', { fatal: true })

const jsonOf = (segment: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(decoder.decode(Buffer.from(segment, 'base64url')))
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/** Node's decoder forgives stray bits at the end; a signature must have one spelling. */
const isCanonical = (segment: string) =>
  SEGMENT.test(segment) && Buffer.from(segment, 'base64url').toString('base64url') === segment

/** Empty where they are not three. */
const segmentsOf = (text: string): readonly [string, string, string] => {
  const [head = '', body = '', signature = '', ...more] = text.length <= LONGEST ? text.split('.') : []
  return more.length === 0 && [head, body, signature].every(isCanonical) ? [head, body, signature] : ['', '', '']
}

const no = (fault: JwsFault): Jws => ({ isOk: false, fault })

/** What the header itself says, before any key is asked; `crit` names extensions that we would have to understand, so none may stand. */
const headerFault = (header: Readonly<Record<string, unknown>>, type: string): JwsFault | null => {
  if (header['alg'] !== 'Ed25519') return 'WRONG_ALGORITHM'
  if ('crit' in header || 'b64' in header) return 'MALFORMED'
  if (header['typ'] !== type) return 'WRONG_TYPE'
  return typeof header['kid'] === 'string' ? null : 'UNKNOWN_SIGNING_KEY'
}

/**
 * Checks a compact JWS and gives its claims.
 * @param type the `typ` that it must have, so that a signed thing of one kind is never taken for another
 * @param keyOf the trusted key of that id, or null
 */
export const openJws = (text: string, type: string, keyOf: (keyId: string) => KeyObject | null): Jws => {
  const [head, body, signature] = segmentsOf(text)
  const header = jsonOf(head)
  if (header === null) return no('MALFORMED')
  const fault = headerFault(header, type)
  if (fault !== null) return no(fault)
  const keyId = String(header['kid'])
  const key = keyOf(keyId)
  if (key === null) return no('UNKNOWN_SIGNING_KEY')
  if (!verify(null, Buffer.from(`${head}.${body}`, 'ascii'), key, Buffer.from(signature, 'base64url')))
    return no('BAD_SIGNATURE')
  const claims = jsonOf(body)
  return claims === null ? no('MALFORMED') : { isOk: true, claims, keyId }
}

/** What a JWS says, believed by nobody yet: only to find in it what is verified by itself. */
export const peekClaims = (text: string): Readonly<Record<string, unknown>> | null => {
  const [, body = ''] = text.length <= LONGEST ? text.split('.') : []
  return jsonOf(body)
}
