/** What is written into the metadata of everything made at Stripe for a request, and looked for when an answer was lost. */
export const REQUEST_KEYS = {
  request: 'countersign_request',
  step: 'countersign_step',
  ticket: 'ticket',
  team: 'team',
  reason: 'reason',
} as const

/** Stripe's limit for a value. */
const LONGEST_VALUE = 500

export interface RequestMark {
  readonly request: string
  readonly step: string
  readonly ticket: string | null
  readonly team: string | null
  readonly reason: string | null
}

export type StripeMetadata = Readonly<Record<string, string>>

/** The mark as metadata; what a request doesn't have is left out, a long reason is cut on whole characters. */
export const requestMetadata = (mark: RequestMark): StripeMetadata =>
  Object.fromEntries(
    (['request', 'step', 'ticket', 'team', 'reason'] as const).flatMap((name) => {
      const value = mark[name]
      return value === null || value === '' ? [] : [[REQUEST_KEYS[name], cut(value)]]
    }),
  )

const cut = (text: string): string => {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > LONGEST_VALUE) break
    kept += character
  }
  return kept
}
