import { z } from 'zod'
import { LICENSE_CODES, LICENSE_NOTICES, type LicenseCode, type LicenseNoticeCode } from './license-codes.ts'

// The wire of `/v1/licenses`. Products that were shipped years ago speak it: fields are added, never changed or taken away.
// `docs/licenses-api.md` explains it; OpenAPI is made from these schemas.

const namesOf = <Name extends string>(catalogue: Readonly<Record<Name, unknown>>): [Name, ...Name[]] => {
  const names = Object.keys(catalogue) as Name[]
  return names as [Name, ...Name[]]
}

/** 256 random bits as base64url without padding. */
const B64_32 = /^[A-Za-z0-9_-]{43}$/

const moment = z.iso.datetime().describe('ISO 8601, UTC')
const day = z.iso.date().describe('A day in UTC')
const key = z.string().min(1).max(64).describe('CS and five groups of five; case, spaces and dashes don’t matter')
export const productSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
export const versionSchema = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$/)
const nonce = z.string().regex(B64_32).describe('256 random bits, base64url; stored before it is sent')
const installId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .describe('Made once by the client, at random')
const instanceId = z.string().regex(/^ins_[0-9A-HJKMNP-TV-Z]{26}$/)
const token = z.string().min(1).max(200).describe('As it was given; opaque')
export const environmentSchema = z.enum(['production', 'development'])
export type LicenseEnvironment = z.infer<typeof environmentSchema>

const countName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60)
/** What is in use, by the name of its limit without `max-`. */
const counts = z
  .record(countName, z.number().int().min(0).max(1_000_000_000_000))
  .refine((value) => Object.keys(value).length <= 64, 'at most 64 counts')

const running = {
  product: productSchema,
  version: versionSchema,
  releasedOn: day.describe('When that version was released, as the program knows it; the release register wins'),
}

export const describeCallSchema = z.strictObject({
  key,
  ...running,
  fleet: z
    .strictObject({
      production: z.number().int().min(0).max(1_000_000).optional(),
      development: z.number().int().min(0).max(1_000_000).optional(),
      counts: counts.optional(),
    })
    .optional()
    .describe('What the key shall serve; instances and counts'),
})
export type DescribeCall = z.infer<typeof describeCallSchema>

export const activateCallSchema = z.strictObject({
  key,
  ...running,
  name: z
    .string()
    .max(120)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
    .describe('For people: a host or pod name'),
  environment: environmentSchema,
  isEphemeral: z.boolean().optional().describe('A pod that may vanish: its seat returns after minutes'),
  installId,
  nonce,
  counts: counts.optional(),
})
export type ActivateCall = z.infer<typeof activateCallSchema>

export const checkCallSchema = z.strictObject({
  instance: instanceId,
  token,
  nonce,
  version: versionSchema,
  releasedOn: running.releasedOn,
  counts: counts.optional(),
  planRevision: z.string().max(64).optional().describe('Of the plan that the client has; the plan comes if it differs'),
})
export type CheckCall = z.infer<typeof checkCallSchema>

export const releaseCallSchema = z.strictObject({ instance: instanceId, token })
export type ReleaseCall = z.infer<typeof releaseCallSchema>

const limits = z.record(z.string(), z.number().int()).describe('`max-…`; absent = unlimited, 0 = none')

export const licensePlanSchema = z.object({
  revision: z.string().describe('Changes with anything below'),
  kind: z.enum(['subscription', 'perpetual', 'offline']),
  plan: z.string(),
  limits,
  supportPriority: z.string().nullable(),
  hasMultiTenancy: z.boolean(),
  seats: z.object({ production: z.number().int(), development: z.number().int() }),
  updatesUntil: day.nullable().describe('Last day whose releases are covered; null = every version'),
})
export type LicensePlan = z.infer<typeof licensePlanSchema>

export const licenseNoticeSchema = z.object({
  code: z.enum(namesOf<LicenseNoticeCode>(LICENSE_NOTICES)),
  text: z.string(),
  at: z.string().nullable().describe('The time or day that it names'),
})
export type LicenseNotice = z.infer<typeof licenseNoticeSchema>

/** Further codes may come: a client treats one that it doesn't know as NOT_ACTIVE. */
export const refusedSchema = z.object({
  verdict: z.literal('refused'),
  code: z.enum(namesOf<LicenseCode>(LICENSE_CODES)),
  text: z.string(),
  next: z.string(),
  retryAfterSeconds: z
    .number()
    .int()
    .nullable()
    .describe('Before that the answer won’t change; null = until somebody acts'),
  details: z.object({
    isMistyped: z.boolean().optional().describe('UNKNOWN_KEY: the check symbol doesn’t fit'),
    tokenFault: z.enum(['unreadable', 'forged', 'old-epoch', 'rolled-back']).optional().describe('BAD_TOKEN'),
    reason: z.string().optional().describe('In words'),
    newestCovered: z.object({ version: versionSchema, releasedOn: day }).nullable().optional(),
    updatesUntil: day.optional(),
    over: z.array(z.object({ name: z.string(), limit: z.number().int(), count: z.number().int() })).optional(),
  }),
})
export type Refused = z.infer<typeof refusedSchema>

const seatCounts = z.object({ paid: z.number().int(), free: z.number().int() })

export const describedSchema = z.object({
  verdict: z.literal('ok'),
  license: z.string(),
  state: z.enum(['active', 'past-due']),
  plan: licensePlanSchema,
  seats: z.object({ production: seatCounts, development: seatCounts }),
  notices: z.array(licenseNoticeSchema),
})
export type Described = z.infer<typeof describedSchema>

const served = {
  verdict: z.literal('ok'),
  token,
  lease: z.string().describe('Compact JWS, alg Ed25519'),
  checkEverySeconds: z.number().int(),
  graceSeconds: z.number().int(),
  serverTime: moment,
  notices: z.array(licenseNoticeSchema),
}

export const activatedSchema = z.object({
  ...served,
  instance: instanceId,
  license: z.string(),
  isKnown: z.boolean().describe('This installation was active already: the same instance, no second seat'),
  plan: licensePlanSchema,
})
export type Activated = z.infer<typeof activatedSchema>

export const checkedSchema = z.object({ ...served, plan: licensePlanSchema.nullable().describe('null = unchanged') })
export type Checked = z.infer<typeof checkedSchema>

export const releasedSchema = z.object({ verdict: z.literal('ok') })
export type Released = z.infer<typeof releasedSchema>

export const jwksSchema = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      use: z.literal('sig'),
      alg: z.literal('Ed25519'),
    }),
  ),
  statements: z.array(z.string()).describe('Each newer key, endorsed by the one before it; compact JWS, oldest first'),
})
export type Jwks = z.infer<typeof jwksSchema>

/** Header of a lease is `{alg: "Ed25519", typ: LEASE_TYPE, kid}`. */
export const LEASE_TYPE = 'license-lease+jws'
/** Header of a statement by which a signing key endorses the next; payload `{v: 1, iss, iat, keys: [JWK]}`. */
export const KEY_STATEMENT_TYPE = 'license-keys+jws'
/** Header of an offline file likewise. */
export const LICENSE_FILE_TYPE = 'license-file+jws'

/** What a lease says. Times are whole seconds since 1970. */
export const leaseSchema = z.object({
  v: z.literal(1),
  iss: z.string().describe('Id of the licence server'),
  aud: productSchema,
  sub: instanceId,
  install: installId,
  license: z.string(),
  plan: z.string(),
  planRevision: z.string(),
  limits,
  environment: environmentSchema,
  hasMultiTenancy: z.boolean(),
  updatesUntil: day.nullable(),
  nonceHash: z.string().regex(B64_32).describe('Of the call that it answers'),
  iat: z.number().int(),
  exp: z.number().int().describe('runUntil: the software keeps running until then without contact'),
  seatUntil: z.number().int().describe('From then on others may take the seat'),
})
export type Lease = z.infer<typeof leaseSchema>

/** What the request code of an installation without a way out says. */
export const offlineRequestSchema = z.strictObject({
  product: productSchema,
  version: versionSchema,
  releasedOn: running.releasedOn,
  install: installId,
  environment: environmentSchema,
  name: z.string().min(1).max(120),
  nonce,
})
export type OfflineRequest = z.infer<typeof offlineRequestSchema>

/** What an offline file says: a lease without an instance, until its end. */
export const licenseFileSchema = leaseSchema.omit({ seatUntil: true }).extend({
  sub: z.string().regex(/^lof_[0-9A-HJKMNP-TV-Z]{26}$/),
  exp: z.number().int().describe('Its end'),
  statements: z.array(z.string()).optional().describe('Key statements of that moment: none can be fetched'),
})
export type LicenseFile = z.infer<typeof licenseFileSchema>

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), next: z.string(), requestId: z.string() }),
})

export interface LicenseOperation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  readonly call: z.ZodType | null
  readonly replies: readonly z.ZodType[]
}

export const LICENSE_ERROR = errorSchema

export const LICENSE_OPERATIONS = {
  describe: {
    method: 'post',
    path: '/v1/licenses/describe',
    summary: 'What a key is good for; uses no seat',
    call: describeCallSchema,
    replies: [describedSchema, refusedSchema],
  },
  activate: {
    method: 'post',
    path: '/v1/licenses/activate',
    summary: 'Takes a seat for an installation, or gives it its own again',
    call: activateCallSchema,
    replies: [activatedSchema, refusedSchema],
  },
  check: {
    method: 'post',
    path: '/v1/licenses/check',
    summary: 'Refreshes seat, lease and plan',
    call: checkCallSchema,
    replies: [checkedSchema, refusedSchema],
  },
  release: {
    method: 'post',
    path: '/v1/licenses/release',
    summary: 'Gives the seat back',
    call: releaseCallSchema,
    replies: [releasedSchema, refusedSchema],
  },
  keys: {
    method: 'get',
    path: '/v1/licenses/keys',
    summary: 'Public keys that leases and offline files are verified with',
    call: null,
    replies: [jwksSchema],
  },
} as const satisfies Record<string, LicenseOperation>
