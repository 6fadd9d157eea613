import { z } from 'zod'
import { roleSchema } from '../roles.ts'
import { isoTimeSchema } from '../times.ts'

export const staffSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(roleSchema),
  status: z.enum(['active', 'removed']),
  signsInWith: z.array(z.enum(['password', 'oidc'])),
  createdAt: isoTimeSchema,
  lastSeenAt: isoTimeSchema.nullable(),
})
export type Staff = z.infer<typeof staffSchema>

export const staffInputSchema = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320).toLowerCase(),
  roles: z.array(roleSchema).min(1),
})

/** Who the caller is, and what they may do: the desk dims what isn't here. */
export const meSchema = z.object({
  staff: staffSchema.pick({ id: true, name: true, email: true, roles: true }),
  permissions: z.array(z.string()),
  sessionExpiresAt: isoTimeSchema,
})
export type Me = z.infer<typeof meSchema>

// The bodies of the sign-in endpoints under /auth, spoken by the desktop's main process and the browser desk.
export const localSignInSchema = z.object({
  email: z.string().max(320),
  password: z.string().max(1000),
  totp: z.string().max(10).optional(),
})
export const oidcStartSchema = z.object({
  redirectUri: z.url().max(2000),
  /** Signed in already: the person only proves again who they are, and the session goes on. */
  isConfirmation: z.boolean().default(false),
})
export const oidcFinishSchema = z.object({ state: z.string().max(500), callbackUrl: z.url().max(8000) })
export const firstRunSchema = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320).toLowerCase(),
  password: z.string().max(1000),
})

export const signedInSchema = z.object({
  /** Opaque; absent where the answer set a cookie instead. */
  token: z.string().optional(),
  expiresAt: isoTimeSchema,
  staff: staffSchema.pick({ id: true, name: true, email: true, roles: true }),
})
export type SignedIn = z.infer<typeof signedInSchema>

/** What `/auth/oidc/finish` answers to a confirmation. */
export const confirmedSchema = z.object({ confirmedAt: isoTimeSchema })
export type Confirmed = z.infer<typeof confirmedSchema>

/** Whether the person has lately shown who they are, and how they can. */
export const confirmationSchema = z.object({
  confirmedUntil: isoTimeSchema.nullable(),
  ways: z.array(z.enum(['password', 'oidc'])),
  /** The password alone doesn't do: a code of the authenticator belongs to it. */
  needsCode: z.boolean(),
})
export type Confirmation = z.infer<typeof confirmationSchema>

export const signInMethodsSchema = z.object({
  /** Said before anyone signs in: nobody types a live password into a desk they take for a test. */
  mode: z.enum(['TEST', 'LIVE']),
  local: z.boolean(),
  oidc: z.object({ name: z.string() }).nullable(),
  /** No administrator exists yet: the first run creates one. */
  firstRun: z.boolean(),
  /** Sample accounts of the embedded companion, shown on its sign-in screen; empty everywhere else. */
  sampleAccounts: z.array(
    z.object({ name: z.string(), email: z.string(), password: z.string(), roles: z.array(roleSchema) }),
  ),
})
export type SignInMethods = z.infer<typeof signInMethodsSchema>
