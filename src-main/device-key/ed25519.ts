import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson, type Json } from '@countersign/shared/canonical'
import {
  type DecisionStatement,
  type EnrolmentStatement,
  statementText,
} from '@countersign/shared/features/countersignature'
import type { KeptKey } from './key-vault.ts'

const KEY_ID_CHARS = 32

export const contentHash = (value: Json): string =>
  createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')

export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, KEY_ID_CHARS)

export const makeKey = (): Pick<KeptKey, 'publicKey' | 'seed'> => {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  if (d === undefined || x === undefined) throw new Error('an Ed25519 key without its halves')
  return { publicKey: x, seed: d }
}

/** base64url of the signature over the statement's text. */
export const signStatement = (key: KeptKey, statement: DecisionStatement | EnrolmentStatement): string => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey, d: key.seed }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return sign(null, Buffer.from(statementText(statement), 'utf8'), privateKey).toString('base64url')
}
