import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { SigningKey } from '../lease/keys.ts'

// Makes what vectors are made of, right and wrong, the same bytes every time: the private keys follow from their names. They sign
// nothing but vectors.

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface Forger {
  readonly jwk: SigningKey
  readonly privateKey: KeyObject
}

/** The key of that name, under any id. */
export const forger = (name: string, kid: string = name): Forger => {
  const seed = createHash('sha256').update(`vectors/${name}`).digest()
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
  const { x = '' } = privateKey.export({ format: 'jwk' })
  return { privateKey, jwk: { kid, kty: 'OKP', crv: 'Ed25519', x } }
}

type Json = Readonly<Record<string, unknown>>

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export const headerOf = ({ jwk }: Forger, typ: string): Json => ({ alg: 'Ed25519', typ, kid: jwk.kid })

/** Signs whatever header and payload, also such as nobody should. */
export const forge = (key: Forger, header: Json, payload: unknown): string => {
  const text = `${encode(header)}.${typeof payload === 'string' ? payload : encode(payload)}`
  return `${text}.${sign(null, Buffer.from(text), key.privateKey).toString('base64url')}`
}

export const signed = (key: Forger, typ: string, payload: Json): string => forge(key, headerOf(key, typ), payload)

/** A text of 43 characters that looks like 32 random bytes and follows from its name. */
export const bytesNamed = (name: string): string => createHash('sha256').update(name).digest('base64url')

export const sha256 = (text: string): string => createHash('sha256').update(text, 'ascii').digest('base64url')
