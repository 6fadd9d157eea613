import { sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createKeyRing } from '../../../server/kernel/key-ring.ts'

const ring = createKeyRing(Buffer.from('a secret of at least thirty-two bytes'))
const other = createKeyRing(Buffer.from('another secret of thirty-two bytes!!'))

describe('the key ring', () => {
  test('one purpose’s key doesn’t serve another, nor another secret’s', () => {
    expect(ring.mac('session', 'x')).toBe(ring.mac('session', 'x'))
    expect(new Set([ring.mac('session', 'x'), ring.mac('salt', 'x'), other.mac('session', 'x')]).size).toBe(3)
  })

  test('what is sealed is opened by the same purpose and secret only, and twice sealed looks different', () => {
    const sealed = ring.seal('totp', 'JBSWY3DPEHPK3PXP')
    expect(ring.unseal('totp', sealed)).toBe('JBSWY3DPEHPK3PXP')
    expect(ring.seal('totp', 'JBSWY3DPEHPK3PXP')).not.toBe(sealed)
    expect(ring.unseal('other', sealed)).toBeNull()
    expect(other.unseal('totp', sealed)).toBeNull()
  })

  test('a changed, cut or foreign text is null, never a throw', () => {
    const sealed = ring.seal('totp', 'secret')
    const flipped = Buffer.from(sealed, 'base64url')
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
    for (const text of [flipped.toString('base64url'), sealed.slice(0, 20), '', 'not base64 at all!']) {
      expect(ring.unseal('totp', text)).toBeNull()
    }
  })

  test('the signing key is the same at every start and signs as Ed25519', () => {
    const { privateKey, publicKey } = ring.signingKey('audit-checkpoint')
    const again = createKeyRing(Buffer.from('a secret of at least thirty-two bytes')).signingKey('audit-checkpoint')
    const signature = sign(null, Buffer.from('statement'), privateKey)
    expect(verify(null, Buffer.from('statement'), again.publicKey, signature)).toBe(true)
    expect(verify(null, Buffer.from('statement!'), publicKey, signature)).toBe(false)
    expect(publicKey.asymmetricKeyType).toBe('ed25519')
  })
})
