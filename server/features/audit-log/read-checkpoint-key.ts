import { type KeyObject, sign } from 'node:crypto'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { type Checkpoint, checkpointStatement } from './chain-rules.ts'
import { identifyKey } from './identify-key.ts'

export interface CheckpointKey {
  readonly keyId: string
  readonly publicKey: KeyObject
  sign(said: Omit<Checkpoint, 'signature' | 'keyId'>): Checkpoint
}

/** The key that this companion signs its checkpoints with. */
export const readCheckpointKey = (keys: KeyRing): CheckpointKey => {
  const { privateKey, publicKey } = keys.signingKey('audit-checkpoint')
  const keyId = identifyKey(publicKey)
  return {
    keyId,
    publicKey,
    sign: (said) => {
      const statement = { ...said, keyId }
      const signature = sign(null, Buffer.from(checkpointStatement(statement)), privateKey)
      return { ...statement, signature: signature.toString('base64url') }
    },
  }
}
