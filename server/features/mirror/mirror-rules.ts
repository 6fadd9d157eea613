// The mirror: a copy of what Stripe lists, for finding only. It is filled resource by resource, page by page, from a
// cursor that is stored with the rows, and may always be stale.

import type { Backfill } from '@countersign/shared/features/search'
import { toIso } from '@countersign/shared/times'

export const RESOURCES = ['customers', 'subscriptions', 'invoices', 'codes'] as const
export type Resource = (typeof RESOURCES)[number]
export type Counts = Backfill['counts']

export const NO_COUNTS: Counts = { customers: 0, subscriptions: 0, invoices: 0, codes: 0 }

export const nextResource = (resource: Resource): Resource | null => RESOURCES[RESOURCES.indexOf(resource) + 1] ?? null

/** The team id of an object: the first configured key that it carries. */
export const teamIdOf = (metadata: Readonly<Record<string, string>>, keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = Object.hasOwn(metadata, key) ? metadata[key]?.trim() : undefined
    if (value) return value
  }
  return null
}

/** PostgreSQL holds neither NUL nor half a character. */
export const storable = (text: string | null): string | null => text?.replaceAll('\u0000', '').toWellFormed() ?? null

const LONGEST_PAUSE_MS = 30_000
export const MOST_ATTEMPTS = 10

/** 1 s, 2 s, 4 s … 30 s, and up to a quarter more, so that replicas don't ask in step. `chance`: 0 to 1. */
export const pauseBefore = (attempt: number, chance: number): number =>
  Math.round(Math.min(1000 * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (1 + chance / 4))

interface RunFacts {
  readonly state: 'running' | 'cancelled' | 'failed' | 'done'
  readonly resource: Resource
  readonly counts: string
  readonly failure: string | null
  readonly startedAt: number
  readonly finishedAt: number | null
}

export const countsOf = (text: string): Counts => ({ ...NO_COUNTS, ...(JSON.parse(text) as Partial<Counts>) })

export const backfillOf = (run: RunFacts | undefined): Backfill => {
  if (!run) {
    return { state: 'never', counts: NO_COUNTS, resource: null, startedAt: null, finishedAt: null, failure: null }
  }
  return {
    state: run.state,
    counts: countsOf(run.counts),
    resource: run.state === 'done' ? null : run.resource,
    startedAt: toIso(run.startedAt),
    finishedAt: run.finishedAt === null ? null : toIso(run.finishedAt),
    failure: run.failure,
  }
}
