import type { Queryable, Transaction } from '../../ports/database.ts'
import type { VerificationTable } from '../../ports/schema/teams.ts'

export const insertVerification = async (tx: Transaction, row: VerificationTable): Promise<void> => {
  await tx.insertInto('verification').values(row).execute()
}

export const findVerification = (db: Queryable, id: string): Promise<VerificationTable | undefined> =>
  db.selectFrom('verification').selectAll().where('id', '=', id).executeTakeFirst()

export interface ProofFilter {
  readonly customerStripeId?: string
  readonly tickets?: readonly string[]
}

/**
 * The proofs that are still live at `now`, whoever made them, newest first. A later verdict on the same team that says
 * otherwise ends one; a later asking that Stripe didn't answer doesn't, nor does one that finds the several customers
 * again out of which this one was picked.
 */
export const listLiveProofs = (
  db: Queryable,
  { customerStripeId, tickets }: ProofFilter,
  { now, limit }: { now: number; limit: number },
): Promise<VerificationTable[]> =>
  db
    .selectFrom('verification as proof')
    .selectAll('proof')
    .$if(customerStripeId !== undefined, (query) =>
      query.where('proof.customerStripeId', '=', customerStripeId ?? null),
    )
    .$if(tickets !== undefined, (query) => query.where('proof.ticket', 'in', tickets ?? []))
    .where('proof.strength', '=', 'proven')
    .where('proof.liveUntil', '>', now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('verification as later')
            .select('later.id')
            .whereRef('later.teamId', '=', 'proof.teamId')
            .whereRef('later.at', '>', 'proof.at')
            .where('later.strength', '<>', 'unverified')
            .where((or) => or.or([or('later.strength', '<>', 'ambiguous'), or('proof.pickedFrom', 'is', null)]))
            .where((or) =>
              or.or([
                or('later.strength', '<>', 'proven'),
                or('later.customerStripeId', '<>', or.ref('proof.customerStripeId')),
              ]),
            ),
        ),
      ),
    )
    .orderBy('proof.at', 'desc')
    .orderBy('proof.id', 'desc')
    .limit(limit)
    .execute()

export const listVerificationsOf = (
  db: Queryable,
  by: { staffId: string } | { teamId: string } | { customerStripeId: string } | { ticket: string },
  limit: number,
): Promise<VerificationTable[]> => {
  const [column, value] = Object.entries(by)[0] as ['staffId' | 'teamId' | 'customerStripeId' | 'ticket', string]
  return db
    .selectFrom('verification')
    .selectAll()
    .where(column, '=', value)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Customers that the mirror believes to carry this id, on themselves or on a subscription. Stripe has the last word. */
export const findMirrorCandidates = async (db: Queryable, teamId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select('stripeId as customerStripeId')
    .where('teamId', '=', teamId)
    .where('isDeleted', '=', 0)
    .union(db.selectFrom('mirrorSubscription').select('customerStripeId').where('teamId', '=', teamId))
    .limit(20)
    .execute()
  return rows.map((row) => row.customerStripeId)
}
