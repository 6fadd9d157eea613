import { ERRORS } from '@countersign/shared/errors'
import { readTeamId, teamIdOf } from '@countersign/shared/features/team-id-rules'
import type { Verification, VerifyTeamInput } from '@countersign/shared/features/teams'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Claim } from './evidence-rules.ts'
import { gatherFacts } from './gather-facts.ts'
import { keepVerification } from './keep-verification.ts'
import { linkTicket } from './ticket-rules.ts'
import { decideVerdict, type Verdict } from './verification-rules.ts'

type Deps = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>

/** The claimed id, or a refusal that says what was found instead. */
const claimedTeamId = (input: VerifyTeamInput): string => {
  const reading = readTeamId(input.teamId, input.text)
  if (reading.from === 'several') throw new AppError('TEAM_ID_UNCLEAR', { data: { candidates: reading.candidates } })
  const teamId = teamIdOf(reading)
  if (!teamId) throw new AppError('TEAM_ID_MISSING')
  return teamId
}

const unverified = (error: GatewayError): Verdict => ({
  strength: 'unverified',
  reason: ERRORS[errorCodeOf(error)].text,
  wayOut: `Nothing can be changed. ${ERRORS[errorCodeOf(error)].next}`,
  customerStripeId: null,
  customerName: null,
  evidence: [],
  candidates: [],
  notices: [],
})

/** A failing Stripe is a state of the verdict, not an error: staff must see it, and the log must show that it was asked. */
const askStripe = async (
  deps: Deps,
  claim: Claim,
  named: string | null,
): Promise<{ verdict: Verdict; objects: number }> => {
  try {
    const facts = await gatherFacts(deps, claim, named)
    return { verdict: decideVerdict(facts), objects: facts.objects }
  } catch (error) {
    if (error instanceof GatewayError && error.gateway === 'stripe') return { verdict: unverified(error), objects: 0 }
    throw error
  }
}

export interface Verifying {
  readonly actor: StaffActor
  readonly requestId: string
  /** How long a proof lives, by the policy in force. */
  readonly liveMs: number
  /** What else belongs to a verdict, in its transaction. */
  readonly onVerdict: (tx: Transaction, shown: Verification) => Promise<void>
}

const record = async ({ db }: Deps, { actor, requestId, onVerdict }: Verifying, shown: Verification): Promise<void> => {
  const at = Date.parse(shown.at)
  await inTransaction(db, async (tx) => {
    await keepVerification(tx, shown, { staffId: actor.id, pickedFrom: null })
    await onVerdict(tx, shown)
    await recordAudit(tx, at, {
      actor,
      action: 'team.verified',
      subject: { kind: 'team', id: shown.teamId },
      ticket: shown.ticket,
      requestId,
      details: { verification: shown.id, strength: shown.strength, customer: shown.customerStripeId },
      personal: shown.customerName ? { subjectName: shown.customerName } : {},
    })
  })
}

/**
 * Proves, or fails to prove, that the team on the ticket is the team in Stripe; asked live and recorded for the ticket.
 * Refuses with TEAM_ID_MISSING or TEAM_ID_UNCLEAR; a Stripe that can't be asked is the verdict `unverified`.
 */
export const verifyTeam = async (deps: Deps, by: Verifying, input: VerifyTeamInput): Promise<Verification> => {
  const { settings, clock } = deps
  const teamId = claimedTeamId(input)
  const claim = { teamId, teamKeys: settings.teamKeys, requesterEmail: input.requesterEmail || null }
  const askedAt = clock.now()
  const { verdict, objects } = await askStripe(deps, claim, input.stripeId || null)
  const at = clock.now()
  const shown: Verification = {
    id: newId('ver', at),
    ticket: input.ticket,
    ticketUrl: linkTicket(settings.ticketUrlTemplate, input.ticket),
    teamId,
    ...verdict,
    staffName: by.actor.name,
    at: toIso(at),
    liveUntil: verdict.strength === 'proven' ? toIso(at + by.liveMs) : null,
    asked: { objects, durationMs: at - askedAt },
  }
  await record(deps, by, shown)
  return shown
}
