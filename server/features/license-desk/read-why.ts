import type { Why } from '@countersign/shared/features/license-desk'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { coverageOf, findLicense, listReleases, viewLicense } from '../licenses/index.ts'
import { describeLicenses } from './describe-licenses.ts'
import { instanceLine } from './line-rules.ts'
import { findInstance, listInstances } from './store.ts'
import { explainWhy } from './why-rules.ts'

const MOST_SIBLINGS = 500

const overOf = (counts: Readonly<Record<string, number>>, limits: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts).flatMap(([name, count]) => {
    const limit = limits[`max-${name}`]
    return limit !== undefined && count > limit ? [`${name}: ${count} of ${limit}`] : []
  })

/** Why an instance stopped or will, with the reply to the customer. Refuses NOT_FOUND. */
export const readWhy = async (kernel: Pick<Kernel, 'db' | 'clock'>, id: string): Promise<Why> => {
  const { db, clock } = kernel
  const row = await findInstance(db, id)
  const owner = row && (await findLicense(db, row.licenseId))
  if (!row || !owner) throw new AppError('NOT_FOUND')
  const now = clock.now()
  const { terms } = viewLicense(owner)
  const [[license], siblings, register] = await Promise.all([
    describeLicenses(kernel, [owner]),
    listInstances(db, owner.id, MOST_SIBLINGS),
    listReleases(db, owner.product),
  ])
  if (!license) throw new AppError('NOT_FOUND')
  const { version, releasedOn, refusedAs } = row
  const { isCovered, newestCovered } = coverageOf(
    { version, releasedOn },
    { register, updatesUntil: owner.updatesUntil },
  )
  const instance = instanceLine(row, terms, now)
  const lines = siblings.map((one) => instanceLine(one, terms, now))
  const answer = explainWhy({
    instance,
    license,
    siblings: lines,
    refusedAs,
    coverage: { isCovered, newest: newestCovered?.version ?? null },
    over: overOf(instance.counts, terms.limits),
    now,
  })
  return {
    ...answer,
    known: [...answer.known],
    likely: [...answer.likely],
    notKnown: [...answer.notKnown],
    checks: [...answer.checks],
    instance,
    license,
    locksAt: instance.runUntil,
    siblings: lines,
  }
}
