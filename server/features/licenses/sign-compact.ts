import { type KeyObject, sign } from 'node:crypto'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A compact JWS, alg Ed25519. What it says is the caller's; so is its type, which keeps one kind from passing as another. */
export const signCompact = (
  { kid, privateKey }: { kid: string; privateKey: KeyObject },
  typ: string,
  payload: Readonly<Record<string, unknown>>,
): string => {
  const signed = `${encode({ alg: 'Ed25519', typ, kid })}.${encode(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}
