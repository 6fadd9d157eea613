import type { ChainReport } from '@countersign/shared/features/audit'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { checkSignature } from './check-signature.ts'
import { checkWord } from './check-word.ts'
import { hashText } from './hash-text.ts'
import { readCheckpointKey } from './read-checkpoint-key.ts'
import { type ChainEvidence, startWalk, walkOn } from './verification-rules.ts'
import { walkDatabase } from './walk-database.ts'

/** Verifies the whole chain as the database holds it now, up to the first entry that doesn't follow. */
export const checkChain = async (kernel: Pick<Kernel, 'db' | 'clock' | 'keys'>): Promise<ChainReport> => {
  const startedAt = kernel.clock.now()
  const { keyId, publicKey } = readCheckpointKey(kernel.keys)
  const keys = new Map([[keyId, publicKey]])
  const evidence: ChainEvidence = {
    digest: hashText,
    signatureOf: (checkpoint) => checkSignature(keys, checkpoint),
    wordOf: checkWord,
    outside: new Map(),
  }
  const { companion, items } = await walkDatabase(kernel.db)
  let walk = startWalk(companion)
  for await (const item of items) {
    walk = walkOn(walk, item, evidence)
    if (walk.firstBroken !== null) break
  }
  const checkedAt = kernel.clock.now()
  return {
    intact: walk.firstBroken === null,
    entries: walk.entries,
    checkpoints: walk.checkpoints,
    countersignatures: walk.countersignatures,
    lastCheckpointAt: walk.lastCheckpointAt,
    firstBroken: walk.firstBroken,
    checkedAt: toIso(checkedAt),
    tookMs: Math.max(0, checkedAt - startedAt),
  }
}
