import { z } from 'zod'
import {
  approvalIdSchema,
  createdKeySchema,
  keyIdSchema,
  keyStatusSchema,
  signedDecisionSchema,
  signingSchema,
} from './features/countersignature.ts'
import {
  confirmedSchema,
  firstRunSchema,
  localSignInSchema,
  signedInSchema,
  signInMethodsSchema,
} from './features/staff.ts'
import { teamIdSchema } from './ids.ts'
import { isoTimeSchema } from './times.ts'

/** The powers of the machine that the desk may ask for, each checked on both sides. Everything else is the companion's. */
interface Power<Kind, Input extends z.ZodType, Output extends z.ZodType> {
  readonly kind: Kind
  readonly input: Input
  readonly output: Output
}
const power =
  <Kind extends 'query' | 'mutation' | 'subscription'>(kind: Kind) =>
  <Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output): Power<Kind, Input, Output> => ({
    kind,
    input,
    output,
  })
const query = power('query')
const mutation = power('mutation')
const subscription = power('subscription')

const nothing = z.undefined()
const done = z.strictObject({ isDone: z.literal(true) })

/**
 * Where the staff token is kept: `keyring` is encrypted by the system; `memory` ends with the app; `plain` is a
 * keyring-less Linux where the person agreed to weak storage. `mayAsk` says that the desk should put that question.
 */
export const sessionSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('signed-out'),
    reason: z.enum(['never', 'signed-out', 'expired', 'other-server']),
  }),
  z.strictObject({
    state: z.literal('signed-in'),
    staff: signedInSchema.shape.staff,
    expiresAt: isoTimeSchema,
    keptIn: z.enum(['keyring', 'memory', 'plain']),
    mayAsk: z.boolean(),
  }),
])
export type DesktopSession = z.infer<typeof sessionSchema>

const modeSchema = z.enum(['TEST', 'LIVE', 'UNKNOWN'])
const placeSchema = z.enum(['embedded', 'remote'])
/**
 * `host` never holds credentials or a path; a mode of UNKNOWN means that the companion has not said it yet. `linksTo` are
 * the origins that links may lead to besides https ones to known hosts: the sandbox Stripe of the embedded companion.
 */
export const serverSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('starting'), place: placeSchema, host: z.string() }),
  z.strictObject({
    state: z.literal('ready'),
    place: placeSchema,
    host: z.string(),
    mode: modeSchema,
    linksTo: z.array(z.string()),
  }),
  z.strictObject({ state: z.literal('failed'), place: placeSchema, host: z.string(), reason: z.string() }),
])
export type DesktopServer = z.infer<typeof serverSchema>

/** Where a deep link or a clicked notification leads. */
export const deskLinkSchema = z.union([
  z.strictObject({
    team: teamIdSchema,
    ticket: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9#._-]{0,63}$/)
      .optional(),
  }),
  z.strictObject({ approval: approvalIdSchema }),
])
export type DeskLink = z.infer<typeof deskLinkSchema>

const serverChoice = z.discriminatedUnion('place', [
  z.strictObject({ place: z.literal('embedded') }),
  z.strictObject({ place: z.literal('remote'), url: z.url().max(2000) }),
])
const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}/\\:*?"<>|]+$/u)
const fileToSave = z.strictObject({
  suggestedName: fileName,
  mediaType: z.enum(['text/csv', 'text/plain', 'application/json', 'application/pdf']),
  content: z.discriminatedUnion('encoding', [
    z.strictObject({ encoding: z.literal('text'), text: z.string() }),
    z.strictObject({ encoding: z.literal('base64'), base64: z.base64() }),
  ]),
})
/** How far the export of the log is. The page learns the file's name and never sees the log in it. */
const auditExportSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('running'), lines: z.int().min(0) }),
  z.strictObject({ state: z.literal('saved'), name: z.string() }),
  z.strictObject({ state: z.literal('cancelled') }),
])

export const DESKTOP_POWERS = {
  'session.status': query(nothing, sessionSchema),
  'session.methods': query(nothing, signInMethodsSchema),
  'session.onChange': subscription(nothing, sessionSchema),
  'session.signInLocal': mutation(localSignInSchema, sessionSchema),
  'session.signInOidc': mutation(nothing, sessionSchema),
  // The session goes on; the person proves in the system's browser that it is theirs.
  'session.confirmOidc': mutation(nothing, confirmedSchema),
  'session.createFirstAdmin': mutation(
    firstRunSchema,
    z.object({ session: sessionSchema, totp: z.object({ uri: z.string(), secret: z.string() }) }),
  ),
  'session.keepOnDisk': mutation(z.strictObject({ agreed: z.boolean() }), sessionSchema),
  'session.signOut': mutation(nothing, sessionSchema),
  'deviceKey.status': query(z.strictObject({ companionId: keyIdSchema }), keyStatusSchema),
  // With a key here already its proof is made again; a new one in its place is asked for in so many words.
  'deviceKey.create': mutation(
    z.strictObject({ companionId: keyIdSchema, isReplacing: z.boolean().default(false) }),
    createdKeySchema,
  ),
  'deviceKey.sign': mutation(signingSchema, signedDecisionSchema),
  'server.status': query(nothing, serverSchema),
  'server.onChange': subscription(nothing, serverSchema),
  'server.choose': mutation(serverChoice, serverSchema),
  'links.pending': query(nothing, deskLinkSchema.nullable()),
  'links.onOpen': subscription(nothing, deskLinkSchema),
  'window.theme': mutation(
    z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    z.object({ isDark: z.boolean() }),
  ),
  'app.about': query(
    nothing,
    z.object({ name: z.string(), version: z.string(), platform: z.string(), electron: z.string(), node: z.string() }),
  ),
  openExternal: mutation(z.strictObject({ url: z.string().max(2000) }), done),
  notify: mutation(
    z.strictObject({ title: z.string().min(1).max(120), body: z.string().max(500), open: deskLinkSchema.optional() }),
    z.object({ isShown: z.boolean() }),
  ),
  badge: mutation(z.strictObject({ count: z.int().min(0).max(9999) }), done),
  copyText: mutation(z.strictObject({ text: z.string().max(100_000) }), done),
  readClipboard: query(nothing, z.object({ text: z.string() })),
  saveFile: mutation(fileToSave, z.object({ isSaved: z.boolean(), name: z.string().nullable() })),
  'audit.export': subscription(nothing, auditExportSchema),
} as const

export type DesktopPowers = typeof DESKTOP_POWERS
export type DesktopPower = keyof DesktopPowers
export type PowerKind<Name extends DesktopPower> = DesktopPowers[Name]['kind']
export type PowerInput<Name extends DesktopPower> = z.input<DesktopPowers[Name]['input']>
/** The input as its handler gets it, checked and branded. */
export type CheckedInput<Name extends DesktopPower> = z.output<DesktopPowers[Name]['input']>
export type PowerOutput<Name extends DesktopPower> = z.output<DesktopPowers[Name]['output']>
type OfKind<Kind> = { [Name in DesktopPower]: PowerKind<Name> extends Kind ? Name : never }[DesktopPower]
export type AskedPower = OfKind<'query' | 'mutation'>
export type WatchedPower = OfKind<'subscription'>

/** Paths with this prefix are answered by the desktop, never sent to the companion. */
export const DESKTOP_PREFIX = 'desktop.'

export const isDesktopPower = (name: string): name is DesktopPower => Object.hasOwn(DESKTOP_POWERS, name)
