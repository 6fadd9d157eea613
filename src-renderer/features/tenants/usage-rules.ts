// Rule: what a team uses stands beside its limit: `max-end-devices` limits the counter `end-devices`. What wasn't counted is
// unknown, never zero.

import type { Usage } from '@countersign/shared/features/metering'
import type { Tenant } from '@countersign/shared/features/tenants'
import { countText } from '../../lib/numbers.ts'
import { tenants as words } from '../../messages/tenants.ts'

type Count = Usage[number]

const PREFIX = 'max-'

export interface LimitLine {
  readonly name: string
  readonly text: string
  /** When it was counted; undefined: it wasn't. */
  readonly measuredAt: string | undefined
  readonly isOver: boolean
}

const textOf = (name: string, limit: number | undefined, used: number | undefined): string => {
  if (limit === undefined) return words.usedOnly(name, countText(used ?? 0))
  return used === undefined
    ? words.notCounted(name, countText(limit))
    : words.used(name, countText(used), countText(limit))
}

const lineOf = (name: string, limit: number | undefined, count: Count | undefined): LimitLine => ({
  name,
  text: textOf(name, limit, count?.value),
  measuredAt: count?.measuredAt,
  isOver: limit !== undefined && count !== undefined && count.value > limit,
})

/** Limits first, then what is counted without one. */
export const limitLines = (
  { teamId, limits }: Pick<Tenant, 'teamId' | 'limits'>,
  usage: Usage,
): readonly LimitLine[] => {
  const counts = usage.filter((count) => count.teamId === teamId)
  const countOf = (name: string) => counts.find(({ counter }) => counter === name)
  const limited = Object.entries(limits ?? {}).map(([key, limit]) => {
    const name = key.slice(PREFIX.length)
    return lineOf(name, limit, countOf(name))
  })
  const free = counts.filter(({ counter }) => limits?.[`${PREFIX}${counter}`] === undefined)
  return [...limited, ...free.map((count) => lineOf(count.counter, undefined, count))]
}
