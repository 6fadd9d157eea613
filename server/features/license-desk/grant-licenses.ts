import { type Granted, type GrantPayload, grantPayloadSchema } from '@countersign/shared/features/license-desk'
import { DEFAULT_TERMS } from '@countersign/shared/features/license-facts'
import { DAY_MS, dayStart } from '@countersign/shared/times'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { defineAction } from '../approvals/index.ts'
import { findLicenseKeys, hashForeignKey, insertLicenseKey } from '../licenses/index.ts'
import { createLicense } from './create-license.ts'
import type { Telling } from './tell-license.ts'

const factsSchema = z.strictObject({
  teams: z.number().int(),
  instances: z.number().int(),
  /** Keys that another license has already. */
  takenKeys: z.number().int(),
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

const readFacts = async ({ db, keys }: Pick<Kernel, 'db' | 'keys'>, { licenses }: GrantPayload) => {
  const hashes = licenses.flatMap(({ keyHashes }) => keyHashes)
  if (new Set(hashes).size < hashes.length)
    throw new AppError('IMPORT_REFUSED', { data: { why: 'One key stands there twice.' } })
  const macs = hashes.map((hash) => hashForeignKey(keys, hash))
  return {
    teams: new Set(licenses.map(({ teamId }) => teamId)).size,
    instances: sum(licenses.map(({ seats, developmentSeats }) => seats + developmentSeats)),
    takenKeys: macs.length === 0 ? 0 : (await findLicenseKeys(db, macs)).length,
  }
}

const endsOn = (day: string | null): number | null => (day === null ? null : dayStart(day) + DAY_MS)

const grantOne = async (
  { tx, keys }: { tx: Transaction; keys: Kernel['keys'] },
  telling: Telling,
  { granted, reason }: { granted: Granted; reason: string },
): Promise<void> => {
  const { limits, supportPriority, hasMultiTenancy, endsOn: day, reference, keyHashes, ...rest } = granted
  const row = await createLicense(tx, telling, {
    ...rest,
    source: 'word',
    deliverOn: 'sent',
    endsAt: endsOn(day),
    terms: JSON.stringify({ ...DEFAULT_TERMS, limits, supportPriority, hasMultiTenancy }),
    facts: null,
    reason,
    text: reference === null ? 'Issued on a person’s word.' : `Issued on a person’s word, for ${reference}.`,
  })
  for (const hash of keyHashes) {
    const key = { licenseId: row.id, lastGroup: hash.slice(-5).toUpperCase(), createdAt: telling.at, validUntil: null }
    await insertLicenseKey(tx, { ...key, mac: hashForeignKey(keys, hash) })
  }
}

/** What it grants beyond its seats, so that nobody signs for it unseen. */
const extrasOf = ({ limits, supportPriority, hasMultiTenancy, reference, keyHashes }: Granted): string[] => [
  ...Object.entries(limits).map(([name, limit]) => `${name} ${limit}`),
  ...(supportPriority === null ? [] : [`support priority ${supportPriority}`]),
  ...(hasMultiTenancy ? ['multi-tenancy'] : []),
  ...(keyHashes.length === 0 ? [] : [`keys brought over: ${keyHashes.length}`]),
  ...(reference === null ? [] : [`for ${reference}`]),
]

const lineOf = (granted: Granted) => ({
  label: `Team ${granted.teamId}`,
  before: null,
  after: [
    `${granted.plan} of ${granted.product}, ${granted.kind}`,
    `${granted.seats} instances and ${granted.developmentSeats} for development`,
    granted.endsOn === null ? 'without an end' : `until ${granted.endsOn}`,
    ...(granted.updatesUntil === null ? [] : [`updates until ${granted.updatesUntil}`]),
    ...extrasOf(granted),
  ].join(', '),
})

const MOST_LINES = 50

/** Licenses that no paid item stands behind: given, or brought over from another system, with the hashes of their keys. */
export const grantLicenses = defineAction({
  kind: 'license.grant',
  payload: grantPayloadSchema,
  facts: factsSchema,
  readFacts: (kernel, { payload }) => readFacts(kernel, payload),
  binding: ({ takenKeys }) => ({ 'Keys of other licenses': String(takenKeys) }),
  checkAsk: (_payload, { takenKeys }) => {
    if (takenKeys > 0)
      throw new AppError('IMPORT_REFUSED', {
        data: { why: `${takenKeys} of these keys belong to licenses here already.` },
      })
  },
  measure: () => ({ given: null, flags: [] }),
  card: ({ licenses }, { teams, instances }) => ({
    title: licenses.length === 1 ? 'A license without a paid item' : `${licenses.length} licenses without a paid item`,
    lines: [
      {
        label: 'Together',
        before: null,
        after: `${licenses.length} licenses of ${teams} teams, ${instances} instances`,
      },
      ...licenses.slice(0, MOST_LINES).map(lineOf),
      ...(licenses.length > MOST_LINES
        ? [{ label: 'Further', before: null, after: `${licenses.length - MOST_LINES}, in the request as it is signed` }]
        : []),
    ],
    history: [],
    warnings: ['Nobody pays for it here.'],
    customerReceives:
      'Nothing until somebody makes a key and hands it over; keys that were brought over go on working.',
  }),
  steps: [],
  settle: async (kernel, tx, { input: { payload, reason, requestId } }) => {
    const telling = { actor: systemActor('approvals'), requestId, at: kernel.clock.now() }
    for (const granted of payload.licenses) await grantOne({ tx, keys: kernel.keys }, telling, { granted, reason })
  },
})
