import type { ActionKind } from '@countersign/shared/features/action-kinds'
import type { CardLine } from '@countersign/shared/features/approvals'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { type Action, defineAction } from '../approvals/index.ts'
import { findLicense, stateOf, updateLicense, viewLicense } from '../licenses/index.ts'
import { holdLicense } from './hold-license.ts'
import type { LicenseRow } from './store.ts'
import { tellLicense } from './tell-license.ts'

const factsSchema = z.strictObject({
  product: z.string(),
  plan: z.string(),
  state: z.string(),
  why: z.string(),
  source: z.string(),
  seats: z.number().int(),
  developmentSeats: z.number().int(),
})
export type LicenseActFacts = z.infer<typeof factsSchema>

type Change = Partial<
  Pick<
    LicenseRow,
    'suspendedAt' | 'suspendedFor' | 'revokedAt' | 'revokedFor' | 'extendedUntil' | 'seats' | 'developmentSeats'
  >
>

export interface LicenseActSpec<Payload> {
  readonly kind: ActionKind
  readonly payload: z.ZodType<Payload>
  /** Throws what can't be asked for. */
  readonly check: (row: LicenseRow) => void
  readonly title: (facts: LicenseActFacts, payload: Payload) => string
  readonly lines: (facts: LicenseActFacts, payload: Payload) => CardLine[]
  readonly warnings: (payload: Payload) => string[]
  readonly customerReceives: string
  readonly change: (payload: Payload, done: { readonly reason: string; readonly at: number }) => Change
  readonly told: { readonly kind: string; readonly text: (payload: Payload) => string }
}

const readFacts = (row: LicenseRow, now: number): LicenseActFacts => {
  const { state, reason } = stateOf(viewLicense(row).standing, now)
  const { product, plan, source, seats, developmentSeats } = row
  return { product, plan, state, why: reason, source, seats, developmentSeats }
}

const settle = async <Payload extends { readonly licenseId: string }>(
  spec: LicenseActSpec<Payload>,
  { kernel, tx }: { kernel: Kernel; tx: Parameters<typeof holdLicense>[0] },
  { payload, reason, requestId }: { payload: Payload; reason: string; requestId: string },
): Promise<void> => {
  const row = await holdLicense(tx, payload.licenseId)
  const at = kernel.clock.now()
  await updateLicense(tx, row.id, { ...spec.change(payload, { reason, at }), changedAt: at })
  const { kind, text } = spec.told
  const details = { request: requestId }
  await tellLicense(
    tx,
    row,
    { actor: systemActor('approvals'), requestId, at },
    { kind, text: text(payload), reason, details },
  )
}

/** Something that a person decides of one license, and another signs: our own rows only, nothing at Stripe. */
export const defineLicenseAction = <Payload extends { readonly licenseId: string }>(
  spec: LicenseActSpec<Payload>,
): Action =>
  defineAction<Payload, LicenseActFacts>({
    kind: spec.kind,
    payload: spec.payload,
    facts: factsSchema,
    readFacts: async ({ db, clock }, { payload, subject }) => {
      const row = await findLicense(db, payload.licenseId)
      if (!row || row.teamId !== subject.teamId) throw new AppError('NOT_FOUND')
      if (row.revokedAt !== null) throw new AppError('LICENSE_REVOKED')
      spec.check(row)
      return readFacts(row, clock.now())
    },
    // Whether it is active may change by a payment meanwhile; what is decided here stands all the same.
    binding: ({ product, plan, seats, developmentSeats }) => ({
      License: `${product}, ${plan}`,
      Seats: `${seats} and ${developmentSeats}`,
    }),
    measure: () => ({ given: null, flags: [] }),
    card: (payload, facts) => ({
      title: spec.title(facts, payload),
      lines: [
        { label: 'License', before: null, after: `${facts.plan} of ${facts.product}` },
        { label: 'Stands', before: null, after: `${facts.state}: ${facts.why}` },
        ...spec.lines(facts, payload),
      ],
      history: [],
      warnings: spec.warnings(payload),
      customerReceives: spec.customerReceives,
    }),
    steps: [],
    settle: (kernel, tx, { input: { payload, reason, requestId } }) =>
      settle(spec, { kernel, tx }, { payload, reason, requestId }),
  })
