/**
 * What a meter makes of its events in a span of time: `sum` of their values, `count` of them, or the `last` value by
 * time. The span includes its start and not its end.
 */
export interface UsageEvent {
  readonly timestamp: number
  readonly value: number
}

export const aggregateUsage = (formula: string, events: readonly UsageEvent[]): number => {
  if (formula === 'count') return events.length
  if (formula === 'sum') return events.reduce((sum, { value }) => sum + value, 0)
  const last = events.toSorted((a, b) => a.timestamp - b.timestamp).at(-1)
  return last?.value ?? 0
}
