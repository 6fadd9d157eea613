import type { firstRunSchema, localSignInSchema, SignInMethods } from '@countersign/shared/features/staff'
import type { z } from 'zod'

export type { SignInMethods }
export type LocalSignInInput = z.input<typeof localSignInSchema>
export type FirstRunInput = z.input<typeof firstRunSchema>

/** A second factor to add: the same key as text and as a link that authenticators open. */
export interface TotpOffer {
  readonly uri: string
  readonly secret: string
}

/** How people come in and go. The desktop keeps the token itself, the browser has a cookie; neither reaches this page. */
export interface AuthDoor {
  readonly methods: (signal: AbortSignal) => Promise<SignInMethods>
  readonly signInLocal: (input: LocalSignInInput) => Promise<void>
  /** Resolves when signed in; in a browser the page leaves for the provider instead. */
  readonly signInOidc: () => Promise<void>
  /** Proves again, at the provider, who sits here; a browser leaves the page for it. */
  readonly confirmOidc: () => Promise<void>
  readonly createFirstAdmin: (input: FirstRunInput) => Promise<TotpOffer>
  readonly signOut: () => Promise<void>
}
