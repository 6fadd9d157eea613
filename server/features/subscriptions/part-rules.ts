// Rule: each part of a page is honest by itself: read now, kept from before and stamped, or failed with the reason.

export type Part<T> =
  | { state: 'read'; asOf: string; source: 'stripe' | 'kept'; value: T }
  | { state: 'failed'; code: string; text: string }

export const valueOf = <T>(part: Part<T>): T | null => (part.state === 'read' ? part.value : null)
