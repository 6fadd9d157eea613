import type { KeyObject } from 'node:crypto'
import type { Checkpoint } from './chain-rules.ts'
import { checkSignature } from './check-signature.ts'
import { checkWord } from './check-word.ts'
import { hashText } from './hash-text.ts'
import { type ExportHeader, parseExportLine } from './parse-export-line.ts'
import { type ChainEvidence, type ChainWalk, endWalk, startWalk, walkOn } from './verification-rules.ts'

export interface ExportEvidence {
  readonly publicKeys: ReadonlyMap<string, KeyObject>
  /** Kept elsewhere than the database and the export. */
  readonly checkpoints: readonly Checkpoint[]
}

/** `notAnExport`: the first line isn't the header of a format that this program knows. */
export type ExportVerdict =
  | { readonly kind: 'verified'; readonly header: ExportHeader; readonly walk: ChainWalk }
  | { readonly kind: 'not-an-export' }

const bySequence = (checkpoints: readonly Checkpoint[]): Map<number, Checkpoint[]> =>
  Map.groupBy(checkpoints, (checkpoint) => checkpoint.sequence)

/** Verifies an export with nothing but its lines, public keys and checkpoints kept elsewhere. Reads no further than the first break. */
export const verifyExport = async (lines: AsyncIterable<string>, given: ExportEvidence): Promise<ExportVerdict> => {
  const evidence: ChainEvidence = {
    digest: hashText,
    signatureOf: (checkpoint) => checkSignature(given.publicKeys, checkpoint),
    wordOf: checkWord,
    outside: bySequence(given.checkpoints),
  }
  let header: ExportHeader | null = null
  let walk = startWalk('')
  for await (const text of lines) {
    if (text === '') continue
    const line = parseExportLine(text)
    if (header === null) {
      if (line.kind !== 'header') return { kind: 'not-an-export' }
      header = line.header
      walk = startWalk(header.companion, header.from, header.to)
      continue
    }
    const item =
      line.kind === 'header' ? { kind: 'unreadable' as const, why: 'A second header stands in its place.' } : line
    walk = walkOn(walk, item, evidence)
    if (walk.firstBroken !== null) break
  }
  if (header === null) return { kind: 'not-an-export' }
  return { kind: 'verified', header, walk: endWalk(walk, evidence) }
}
