import { create } from 'zustand'
import { onLeave } from '../../lib/on-leave.ts'

/** What the agent typed and pasted so far. It survives going to another page and back, and ends with the window. */
export interface VerifyDraft {
  readonly ticket: string
  readonly teamId: string
  readonly text: string
  readonly requesterEmail: string
  readonly stripeId: string
}

export const EMPTY_DRAFT: VerifyDraft = { ticket: '', teamId: '', text: '', requesterEmail: '', stripeId: '' }

export const useVerifyDraft = create<VerifyDraft>(() => EMPTY_DRAFT)

export const changeDraft = (change: Partial<VerifyDraft>): void => useVerifyDraft.setState(change)

export const clearDraft = (): void => useVerifyDraft.setState(EMPTY_DRAFT)

onLeave(clearDraft)

export const isEmptyDraft = (draft: VerifyDraft): boolean =>
  Object.values(draft).every((field: string) => field.trim() === '')
