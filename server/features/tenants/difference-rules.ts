// How a tenant differs from what was applied: its state, if it is none that stands for ours, and each limit that was applied
// or that nobody asked for. Limits that the other side doesn't know, or doesn't tell, prove nothing.

import type { Limits } from './wanted-rules.ts'

export interface AppliedTenant {
  readonly state: string
  /** null: none were applied yet. */
  readonly limits: Limits | null
  readonly ignoredLimits: readonly string[]
}

interface ToldTenant {
  readonly states: readonly string[]
  readonly said: string
  readonly limits: Limits | null
}

export interface TenantDifference {
  /** `tenant`, `state`, or the name of a limit. */
  readonly what: string
  readonly applied: string
  readonly actual: string
}

const countWords = (count: number | undefined): string => (count === undefined ? 'unlimited' : String(count))

const limitDifferences = ({ limits, ignoredLimits }: AppliedTenant, told: Limits): TenantDifference[] => {
  if (limits === null) return []
  const keys = [...new Set([...Object.keys(limits), ...Object.keys(told)])].toSorted()
  return keys
    .filter((key) => !ignoredLimits.includes(key) && limits[key] !== told[key])
    .map((key) => ({ what: key, applied: countWords(limits[key]), actual: countWords(told[key]) }))
}

/** Where nothing runs nothing can be shut: that is as good as suspended. */
const isStopped = ({ state }: AppliedTenant): boolean => state === 'suspended' || state === 'archived'

/** Empty when both agree; `told` null: there is no such tenant. */
export const findDifferences = (applied: AppliedTenant, told: ToldTenant | null): TenantDifference[] => {
  if (!told) return isStopped(applied) ? [] : [{ what: 'tenant', applied: applied.state, actual: 'none' }]
  const { states, said, limits } = told
  const state = states.includes(applied.state) ? [] : [{ what: 'state', applied: applied.state, actual: said }]
  return [...state, ...(limits === null ? [] : limitDifferences(applied, limits))]
}

/** `state is suspended, not active; max-users is 9, not 5` */
export const differenceWords = (differences: readonly TenantDifference[]): string =>
  differences.map(({ what, applied, actual }) => `${what} is ${actual}, not ${applied}`).join('; ')
