import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { canonicalJson } from '@countersign/shared/canonical'
import {
  chainEntries,
  type Checkpoint,
  checkpointStatement,
  type EntryRow,
  EXPORT_FORMAT,
  type SealedEntry,
  sealedEntryOf,
} from '../../../server/features/audit-log/chain-rules.ts'
import { checkSignature } from '../../../server/features/audit-log/check-signature.ts'
import { checkWord } from '../../../server/features/audit-log/check-word.ts'
import { hashText } from '../../../server/features/audit-log/hash-text.ts'
import { identifyKey } from '../../../server/features/audit-log/identify-key.ts'
import {
  type ChainEvidence,
  type ChainItem,
  type ChainWalk,
  endWalk,
  startWalk,
  walkOn,
} from '../../../server/features/audit-log/verification-rules.ts'

export const AT = Date.UTC(2026, 10, 21, 12)

export const aRow = (n: number, said: Partial<EntryRow> = {}): EntryRow => ({
  id: `aud_${String(n).padStart(26, '0')}`,
  at: AT + n,
  actorKind: 'staff',
  actorId: 'stf_1',
  device: 'desktop Linux',
  action: 'team.opened',
  outcome: 'done',
  subjectKind: 'team',
  subjectId: `team-${n}`,
  ticket: '#51877',
  reason: null,
  requestId: 'req_1',
  details: canonicalJson({ strength: 'proven', n }),
  ...said,
})

export const rowsUpTo = (count: number): EntryRow[] => Array.from({ length: count }, (_, i) => aRow(i + 1))

export const sealed = (rows: readonly EntryRow[]): SealedEntry[] =>
  chainEntries(null, rows, AT, hashText).map((seal, i) => sealedEntryOf(rows[i]!, seal))

export interface Signer {
  readonly publicKey: KeyObject
  readonly keyId: string
  sign(entry: Pick<SealedEntry, 'sequence' | 'hash'>, said?: Partial<Checkpoint>): Checkpoint
}

export const aSigner = (companion = aRow(1).id): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const keyId = identifyKey(publicKey)
  return {
    publicKey,
    keyId,
    sign: ({ sequence, hash }, said = {}) => {
      const statement = { companion, sequence, hash, at: new Date(AT + sequence).toISOString(), keyId, ...said }
      const signature = sign(null, Buffer.from(checkpointStatement(statement)), privateKey).toString('base64url')
      return { ...statement, signature }
    },
  }
}

export const entryItem = (entry: SealedEntry): ChainItem => ({ kind: 'entry', entry })
export const checkpointItem = (checkpoint: Checkpoint): ChainItem => ({ kind: 'checkpoint', checkpoint })

/** Entries in order, with a checkpoint behind every `every`th. */
export const withCheckpoints = (entries: readonly SealedEntry[], signer: Signer, every: number): ChainItem[] =>
  entries.flatMap((entry) =>
    entry.sequence % every === 0 ? [entryItem(entry), checkpointItem(signer.sign(entry))] : [entryItem(entry)],
  )

export interface Checked {
  readonly signer?: Signer
  readonly outside?: readonly Checkpoint[]
  readonly companion?: string
  readonly from?: number
  readonly to?: number | null
}

export const walked = (items: readonly ChainItem[], checked: Checked = {}): ChainWalk => {
  const keys = new Map(checked.signer ? [[checked.signer.keyId, checked.signer.publicKey]] : [])
  const evidence: ChainEvidence = {
    digest: hashText,
    signatureOf: (checkpoint) => checkSignature(keys, checkpoint),
    wordOf: checkWord,
    outside: Map.groupBy(checked.outside ?? [], ({ sequence }) => sequence),
  }
  const start = startWalk(checked.companion ?? aRow(1).id, checked.from ?? 1, checked.to ?? null)
  return endWalk(
    items.reduce((walk, item) => walkOn(walk, item, evidence), start),
    evidence,
  )
}

export const exportText = (
  items: readonly ChainItem[],
  header: Record<string, string | number | null> = {},
): string => {
  const head = { kind: 'header', format: EXPORT_FORMAT, companion: aRow(1).id, exportedAt: new Date(AT).toISOString() }
  const lines = items.map((item) =>
    item.kind === 'entry'
      ? canonicalJson({ kind: 'entry', ...item.entry })
      : canonicalJson({ kind: 'checkpoint', ...(item as { checkpoint: Checkpoint }).checkpoint }),
  )
  return `${[canonicalJson({ ...head, from: 1, to: null, publicKeys: [], ...header }), ...lines].join('\n')}\n`
}
