// Rule: what is wrong with a row is said in words that somebody can mend it by.

import type { ImportProblem, QuoteContent } from '@countersign/shared/features/quotes'

export interface FoundQuote<Content> {
  readonly content: Content
  /** Where the file says so, first row first. */
  readonly rows: readonly number[]
}

export interface ParsedFile<Content> {
  /** Rows that hold something, without the head. */
  readonly rows: number
  readonly quotes: ReadonlyArray<FoundQuote<Content>>
  /** Quotes with at least one broken row. */
  readonly broken: number
  /** In order of the rows. */
  readonly problems: readonly ImportProblem[]
  readonly unusedColumns: readonly string[]
}

/** One quote of a file: as it was read, or why it stays out. */
export interface ReadQuote {
  readonly found: FoundQuote<QuoteContent> | null
  readonly problems: readonly ImportProblem[]
}

/** What the quotes of a file come to, with the rows that no quote can be named for. */
export const parsedOf = (
  read: readonly ReadQuote[],
  { rows, loose, unusedColumns }: { rows: number; loose: readonly ImportProblem[]; unusedColumns: readonly string[] },
): ParsedFile<QuoteContent> => {
  const quotes = read.flatMap(({ found }) => found ?? [])
  const problems = [...loose, ...read.flatMap(({ problems }) => problems)]
  return {
    rows,
    quotes,
    broken: read.length - quotes.length,
    problems: problems.toSorted((a, b) => a.row - b.row),
    unusedColumns,
  }
}

/** The part of a schema's issue that words are made from. */
export interface ShapeIssue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly maximum?: unknown
  readonly minimum?: unknown
  readonly origin?: unknown
  readonly format?: unknown
  readonly keys?: readonly string[] | undefined
}

const tooBig = ({ origin, maximum }: ShapeIssue): string => {
  if (origin === 'string') return `is longer than ${String(maximum)} characters`
  return origin === 'array' ? `has more than ${String(maximum)} lines` : `is more than ${String(maximum)}`
}

const tooSmall = ({ origin, minimum }: ShapeIssue): string =>
  origin === 'number' || origin === 'int' ? `is less than ${String(minimum)}` : 'is missing'

const FORMATS: Readonly<Record<string, string>> = {
  email: 'is not an e-mail address',
  date: 'is not a day; write it as 2026-11-20',
}

/** One issue of the contract in words. */
export const whyOf = (issue: ShapeIssue): string => {
  if (issue.code === 'too_big') return tooBig(issue)
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'unrecognized_keys')
    return `has parts that mean nothing here: ${(issue.keys ?? []).slice(0, 5).join(', ')}`
  if (issue.code === 'invalid_format') return FORMATS[String(issue.format)] ?? `is wrong: ${issue.message}`
  if (issue.code === 'invalid_type') return 'is missing or of the wrong kind'
  return issue.message
}

const REFERENCE_CHARS = 100

/** A reference as a list of problems shows it: nothing of it reaches further than a line. */
export const shownReference = (reference: string): string | null =>
  reference === ''
    ? null
    : reference
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, '\uFFFD')
        .slice(0, REFERENCE_CHARS)
