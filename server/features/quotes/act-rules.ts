// Rule: each change of a quote has a moment of its own, so that what somebody read can be told from what stands now.

export const nextMoment = (now: number, before: number): number => Math.max(now, before + 1)
