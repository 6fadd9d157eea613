// What is asked of one license, from the texts of its form; nothing while one of them can't be read.

import { type License, type LicenseAsk, licenseAskSchema } from '@countersign/shared/features/license-desk'

/** What one license can be asked about. */
export type AskKind = Exclude<LicenseAsk['kind'], 'license.grant'>

export interface AskDraft {
  readonly days: string
  readonly seats: string
  readonly developmentSeats: string
  readonly code: string
  readonly endsOn: string
}

export const draftOf = ({ production, development }: Pick<License, 'production' | 'development'>): AskDraft => ({
  days: '14',
  seats: String(production.paid),
  developmentSeats: String(development.paid),
  code: '',
  endsOn: '',
})

const whole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN)

const payloadOf = (kind: AskKind, licenseId: string, draft: AskDraft): object => {
  if (kind === 'license.extend') return { licenseId, days: whole(draft.days) }
  if (kind === 'license.seats')
    return { licenseId, seats: whole(draft.seats), developmentSeats: whole(draft.developmentSeats) }
  if (kind === 'license.offline') return { licenseId, requestCode: draft.code, endsOn: draft.endsOn }
  return { licenseId }
}

/** null while something is missing. */
export const wishOf = (kind: AskKind, licenseId: string, draft: AskDraft): LicenseAsk | null =>
  licenseAskSchema.safeParse({ kind, payload: payloadOf(kind, licenseId, draft) }).data ?? null
