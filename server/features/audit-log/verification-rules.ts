// Verification: walked from its first entry, every entry must stand at the next sequence, name the hash of the one
// before and hash to what its seal says; every checkpoint must be signed by a known key and agree with the entry it
// covers; every countersignature in an entry must hold. The first that doesn't is named. A cut tail is claimed only where a checkpoint reaches beyond the last entry.
import { type Checkpoint, type Digest, entryHash, NO_PREVIOUS, type SealedEntry } from './chain-rules.ts'
import type { WordVerdict } from './word-rules.ts'

export type SignatureVerdict = 'valid' | 'invalid' | 'unknown-key'

export type ChainItem =
  | { readonly kind: 'entry'; readonly entry: SealedEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'unreadable'; readonly why: string }

/** What the walk is checked with. */
export interface ChainEvidence {
  readonly digest: Digest
  signatureOf(checkpoint: Checkpoint): SignatureVerdict
  wordOf(entry: SealedEntry): WordVerdict
  /** Checkpoints kept elsewhere, by the sequence they cover. */
  readonly outside: ReadonlyMap<number, readonly Checkpoint[]>
}

export interface ChainWalk {
  readonly companion: string
  /** 1 for a whole chain; else the walk starts inside it and takes the first predecessor at its word. */
  readonly from: number
  /** Null: as far as the chain goes; else it was asked to end here. */
  readonly to: number | null
  readonly lastSequence: number
  readonly lastHash: string | null
  readonly entries: number
  readonly checkpoints: number
  readonly outsideCheckpoints: number
  /** Approvers' decisions whose countersignature holds. */
  readonly countersignatures: number
  readonly lastCheckpointAt: string | null
  /** Entries up to here are covered by a checkpoint that holds. */
  readonly coveredTo: number
  readonly firstBroken: { readonly sequence: number; readonly why: string } | null
}

export const startWalk = (companion: string, from = 1, to: number | null = null): ChainWalk => ({
  companion,
  from,
  to,
  lastSequence: from - 1,
  lastHash: from === 1 ? NO_PREVIOUS : null,
  entries: 0,
  checkpoints: 0,
  outsideCheckpoints: 0,
  countersignatures: 0,
  lastCheckpointAt: null,
  coveredTo: from - 1,
  firstBroken: null,
})

const broken = (walk: ChainWalk, sequence: number, why: string): ChainWalk => ({
  ...walk,
  firstBroken: { sequence, why },
})

/** Long enough to tell two apart, short enough to read out. */
const short = (hash: string): string => hash.slice(0, 16)

const placeProblem = (found: number, expected: number): string =>
  found < expected
    ? `Entry ${found} stands a second time, where entry ${expected} should.`
    : `Entry ${expected} is missing: entry ${found} stands in its place.`

const entryProblem = (walk: ChainWalk, entry: SealedEntry, digest: Digest): string | null => {
  const expected = walk.lastSequence + 1
  if (entry.sequence !== expected) return placeProblem(entry.sequence, expected)
  if (walk.lastHash !== null && entry.previousHash !== walk.lastHash)
    return `It says the one before was ${short(entry.previousHash)}; it is ${short(walk.lastHash)}.`
  if (expected === 1 && entry.id !== walk.companion)
    return `The chain begins with ${entry.id}, but is said to begin with ${walk.companion}.`
  const hash = entryHash(entry, digest)
  if (hash !== entry.hash)
    return `Its content was changed: it hashes to ${short(hash)}, its seal says ${short(entry.hash)}.`
  return null
}

const signatureProblem = (walk: ChainWalk, checkpoint: Checkpoint, evidence: ChainEvidence): string | null => {
  const verdict = evidence.signatureOf(checkpoint)
  if (verdict === 'unknown-key') return `The checkpoint over it is signed with an unknown key, ${checkpoint.keyId}.`
  if (verdict === 'invalid') return `The signature of the checkpoint over it doesn’t hold (key ${checkpoint.keyId}).`
  if (checkpoint.companion !== walk.companion)
    return `The checkpoint over it belongs to another companion, ${checkpoint.companion}.`
  return null
}

/** For a checkpoint that covers the entry just walked. */
const agree = (walk: ChainWalk, checkpoint: Checkpoint, evidence: ChainEvidence): ChainWalk => {
  const problem = signatureProblem(walk, checkpoint, evidence)
  if (problem !== null) return broken(walk, checkpoint.sequence, problem)
  if (checkpoint.hash !== walk.lastHash)
    return broken(
      walk,
      checkpoint.sequence,
      `The checkpoint signed at ${checkpoint.at} says its hash was ${short(checkpoint.hash)}; it is ${short(walk.lastHash ?? '')}. ` +
        `Entries ${walk.coveredTo + 1} to ${checkpoint.sequence} were rewritten, or some of them.`,
    )
  return {
    ...walk,
    coveredTo: checkpoint.sequence,
    lastCheckpointAt:
      walk.lastCheckpointAt === null || walk.lastCheckpointAt < checkpoint.at ? checkpoint.at : walk.lastCheckpointAt,
  }
}

const afterEntry = (walk: ChainWalk, entry: SealedEntry, evidence: ChainEvidence): ChainWalk => {
  const problem = entryProblem(walk, entry, evidence.digest)
  if (problem !== null) return broken(walk, walk.lastSequence + 1, problem)
  const word = evidence.wordOf(entry)
  if (word.is === 'invalid') return broken(walk, entry.sequence, word.why)
  let next: ChainWalk = {
    ...walk,
    lastSequence: entry.sequence,
    lastHash: entry.hash,
    entries: walk.entries + 1,
    countersignatures: walk.countersignatures + (word.is === 'valid' ? 1 : 0),
  }
  for (const checkpoint of evidence.outside.get(entry.sequence) ?? []) {
    if (next.firstBroken !== null) return next
    next = agree({ ...next, outsideCheckpoints: next.outsideCheckpoints + 1 }, checkpoint, evidence)
  }
  return next
}

const beyondEnd = (walk: ChainWalk, checkpoint: Checkpoint): string =>
  `The tail is cut: a checkpoint signed at ${checkpoint.at} covers entry ${checkpoint.sequence}, ` +
  (walk.lastSequence < walk.from ? 'but there are no entries.' : `but the entries end at ${walk.lastSequence}.`)

const afterCheckpoint = (walk: ChainWalk, checkpoint: Checkpoint, evidence: ChainEvidence): ChainWalk => {
  if (checkpoint.sequence === walk.lastSequence && walk.lastHash !== null)
    return agree({ ...walk, checkpoints: walk.checkpoints + 1 }, checkpoint, evidence)
  const problem = signatureProblem(walk, checkpoint, evidence)
  if (problem !== null) return broken(walk, checkpoint.sequence, problem)
  if (checkpoint.sequence > walk.lastSequence) return broken(walk, walk.lastSequence + 1, beyondEnd(walk, checkpoint))
  return broken(walk, checkpoint.sequence, `The checkpoint over it stands out of place, behind ${walk.lastSequence}.`)
}

/** One step. After the first break the walk stands still. */
export const walkOn = (walk: ChainWalk, item: ChainItem, evidence: ChainEvidence): ChainWalk => {
  if (walk.firstBroken !== null) return walk
  if (item.kind === 'entry') return afterEntry(walk, item.entry, evidence)
  if (item.kind === 'checkpoint') return afterCheckpoint(walk, item.checkpoint, evidence)
  return broken(walk, walk.lastSequence + 1, item.why)
}

/** Looks for checkpoints kept elsewhere that reach beyond the last entry. */
export const endWalk = (walk: ChainWalk, evidence: ChainEvidence): ChainWalk => {
  if (walk.firstBroken !== null) return walk
  const beyond = [...evidence.outside.keys()]
    .filter((sequence) => sequence > walk.lastSequence && sequence <= (walk.to ?? Number.POSITIVE_INFINITY))
    .toSorted((a, b) => a - b)
  for (const checkpoint of beyond.flatMap((sequence) => evidence.outside.get(sequence) ?? [])) {
    const problem = signatureProblem(walk, checkpoint, evidence)
    return problem === null
      ? broken(walk, walk.lastSequence + 1, beyondEnd(walk, checkpoint))
      : broken(walk, checkpoint.sequence, problem)
  }
  return walk
}
