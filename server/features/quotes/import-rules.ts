// Rule: an import adds the quotes that are new. One that is here word for word is left alone; one whose reference is here
// with other words is broken, like one with a broken row; so is one whose reference another source has, in the file or here:
// nobody looks at each row, and one deal from two systems would be invoiced twice.

import type { ImportPreview, ImportProblem, ImportRun, QuoteContent } from '@countersign/shared/features/quotes'
import type { Money } from '@countersign/shared/money'
import { toIso } from '@countersign/shared/times'
import type { FoundQuote, ParsedFile } from './problem-rules.ts'
import { foldText, totalMoney } from './quote-rules.ts'

/** More of them say nothing that these don't. */
const MOST_PROBLEMS = 1000

export type Found = FoundQuote<QuoteContent>

export interface Known {
  readonly fingerprint: string
  readonly importId: string | null
}

export type Fate = 'new' | 'known' | 'ours' | 'other' | { readonly source: string }

/** `ours`: this import has added it already, before it was interrupted. A source: another one's, which has the reference. */
export const fateOf = (known: Known | undefined, fingerprint: string, importId: string | null): Fate => {
  if (known === undefined) return 'new'
  if (importId !== null && known.importId === importId) return 'ours'
  return known.fingerprint === fingerprint ? 'known' : 'other'
}

export const keyOfReference = ({ source, reference }: Pick<QuoteContent, 'source' | 'reference'>): string =>
  JSON.stringify([foldText(source), foldText(reference)])

export interface Counts {
  readonly rows: number
  readonly added: number
  readonly known: number
  readonly broken: number
  readonly brokenRows: number
  readonly problems: readonly ImportProblem[]
}

/** What the file alone says, before it is compared with what is here. */
export const firstCounts = ({ rows, broken, problems }: ParsedFile<QuoteContent>): Counts => ({
  rows,
  added: 0,
  known: 0,
  broken,
  brokenRows: problems.length,
  problems: problems.slice(0, MOST_PROBLEMS),
})

const whyOut = (fate: 'other' | { readonly source: string }): string => {
  if (fate === 'other') return 'is here already with other words or figures; change it there'
  const whose = fate.source === '' ? 'without a source' : `of the source “${fate.source}”`
  return `is known ${whose}; if this is another quote, record it by hand`
}

const problemOf = ({ content, rows }: Found, fate: 'other' | { readonly source: string }): ImportProblem => ({
  row: rows[0] ?? 0,
  column: null,
  reference: content.reference,
  why: whyOut(fate),
})

export const countFate = (counts: Counts, found: Found, fate: Fate): Counts => {
  if (fate === 'known') return { ...counts, known: counts.known + 1 }
  if (fate === 'new' || fate === 'ours') return { ...counts, added: counts.added + 1 }
  const problems =
    counts.problems.length < MOST_PROBLEMS
      ? [...counts.problems, problemOf(found, fate)].toSorted((a, b) => a.row - b.row)
      : counts.problems
  return { ...counts, broken: counts.broken + 1, brokenRows: counts.brokenRows + found.rows.length, problems }
}

const sumOf = (quotes: readonly Found[]): Money[] => {
  const sums = new Map<string, bigint>()
  for (const { content } of quotes) {
    const { amount, currency } = totalMoney(content)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount))
  }
  return [...sums]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([currency, amount]) => ({ currency, amount: Number(amount) }))
}

export const previewOf = (
  parsed: ParsedFile<QuoteContent>,
  fates: ReadonlyArray<{ readonly found: Found; readonly fate: Fate }>,
): ImportPreview => {
  const counts = fates.reduce((sum, { found, fate }) => countFate(sum, found, fate), firstCounts(parsed))
  const added = fates.filter(({ fate }) => fate === 'new').map(({ found }) => found)
  return {
    ...counts,
    problems: [...counts.problems],
    totals: sumOf(added),
    unusedColumns: [...parsed.unusedColumns],
  }
}

export interface KeptImport {
  readonly id: string
  readonly fileName: string
  readonly state: ImportRun['state']
  readonly failure: string | null
  readonly startedAt: number
  readonly endedAt: number | null
}

/** How far it is: kept with its row. */
export interface KeptCounts extends Counts {
  readonly at: number
  readonly of: number
}

export const NO_COUNTS: KeptCounts = {
  rows: 0,
  added: 0,
  known: 0,
  broken: 0,
  brokenRows: 0,
  problems: [],
  at: 0,
  of: 0,
}

export const runOf = (row: KeptImport, counts: KeptCounts, startedBy: string): ImportRun => ({
  ...counts,
  problems: [...counts.problems],
  id: row.id,
  fileName: row.fileName,
  state: row.state,
  failure: row.failure,
  startedBy,
  startedAt: toIso(row.startedAt),
  endedAt: row.endedAt === null ? null : toIso(row.endedAt),
})
