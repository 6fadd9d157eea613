import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { inUnflushedTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { isGivenUp, pauseBefore } from './inbox-rules.ts'
import type { ReadObject } from './read-objects.ts'
import { type Claim, endEvents, lockClaims, releaseSubjects } from './store.ts'

type SettleKernel = Pick<Kernel, 'db' | 'clock' | 'log'>

const noteFailures = async (tx: Transaction, objects: readonly ReadObject[], now: number): Promise<void> => {
  for (const { events, failure } of objects) {
    if (failure === null) continue
    for (const { stripeId, attempts } of events) {
      const isOver = isGivenUp(attempts, failure.isOutage)
      const end = isOver ? ({ state: 'failed', endedAt: now } as const) : ({ state: 'waiting', endedAt: null } as const)
      await endEvents(tx, [stripeId], { ...end, problem: failure.text })
    }
  }
}

/** What failed waits longer each time; what came in meanwhile is due at once. */
const release = async (
  tx: Transaction,
  claims: readonly Claim[],
  { broken, now }: { broken: Set<string>; now: number },
) => {
  const keysOf = (some: readonly Claim[]) => some.map(({ subjectKey }) => subjectKey)
  const fine = claims.filter(({ subjectKey }) => !broken.has(subjectKey))
  await releaseSubjects(tx, keysOf(fine), { nextAt: now, tries: 0 })
  for (const claim of claims) {
    if (!broken.has(claim.subjectKey)) continue
    const nextAt = now + pauseBefore(claim.tries, Math.random())
    await releaseSubjects(tx, [claim.subjectKey], { nextAt, tries: claim.tries + 1 })
  }
}

const writeValues = async (tx: Transaction, objects: readonly ReadObject[]): Promise<void> => {
  const byUse = Map.groupBy(
    objects.flatMap(({ values }) => values),
    ({ use }) => use,
  )
  for (const [use, values] of byUse) {
    await use.write(
      tx,
      values.map(({ value }) => value),
    )
  }
}

const settleTogether = (
  { db, clock }: SettleKernel,
  claims: readonly Claim[],
  objects: readonly ReadObject[],
): Promise<void> =>
  // If a power cut takes it, the events wait again.
  inUnflushedTransaction(db, async (tx) => {
    const now = clock.now()
    const held = await lockClaims(tx, claims)
    const keys = new Set(held.map(({ subjectKey }) => subjectKey))
    // Whoever took a subject over meanwhile reads it anew: nothing of ours may be written.
    const ours = objects.filter(({ subjectKey }) => keys.has(subjectKey))
    const read = ours.filter(({ failure }) => failure === null)
    await writeValues(tx, read)
    const applied = read.flatMap(({ events }) => events.map(({ stripeId }) => stripeId))
    await endEvents(tx, applied, { state: 'applied', problem: null, endedAt: now })
    await noteFailures(tx, ours, now)
    const broken = new Set(ours.flatMap(({ subjectKey, failure }) => (failure === null ? [] : [subjectKey])))
    await release(tx, held, { broken, now })
  })

const OWN_FAULT = { isOutage: false, text: 'Something broke on our side while it was written down.' }

const settleAlone = async (kernel: SettleKernel, claim: Claim, objects: readonly ReadObject[]): Promise<void> => {
  const own = objects.filter(({ subjectKey }) => subjectKey === claim.subjectKey)
  try {
    await settleTogether(kernel, [claim], own)
  } catch (error) {
    if (error instanceof GatewayError) throw error
    kernel.log.error({ err: error, subject: claim.subjectKey }, 'webhooks: what was read could not be written')
    const failed = own.map((object) => ({ ...object, values: [], failure: object.failure ?? OWN_FAULT }))
    await settleTogether(kernel, [claim], failed)
  }
}

/** Writes what was read and marks its events, in one commit; if that breaks, subject by subject. */
export const settleSubjects = async (
  kernel: SettleKernel,
  claims: readonly Claim[],
  objects: readonly ReadObject[],
): Promise<void> => {
  if (claims.length === 0) return
  try {
    await settleTogether(kernel, claims, objects)
  } catch (error) {
    if (error instanceof GatewayError) throw error
    for (const claim of claims) await settleAlone(kernel, claim, objects)
  }
}
