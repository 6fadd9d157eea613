import { type OfflinePayload, offlinePayloadSchema } from '@countersign/shared/features/license-desk'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { defineAction } from '../approvals/index.ts'
import { findLicense } from '../licenses/index.ts'
import { holdLicense } from './hold-license.ts'
import { keepFile } from './keep-file.ts'
import { readOfflineFacts } from './read-offline-facts.ts'
import { readRequestCode } from './read-request-code.ts'
import { signFile } from './sign-file.ts'
import { tellLicense } from './tell-license.ts'

const factsSchema = z.strictObject({
  product: z.string(),
  plan: z.string(),
  install: z.string(),
  name: z.string(),
  version: z.string(),
  environment: z.string(),
})
type Facts = z.infer<typeof factsSchema>

const signedSchema = z.object({ id: z.string(), text: z.string(), nonceHash: z.string(), endsAt: z.number() })

/** An offline file of a license that nothing paid stands behind. */
export const approveFile = defineAction<OfflinePayload, Facts>({
  kind: 'license.offline',
  payload: offlinePayloadSchema,
  facts: factsSchema,
  readFacts: async (kernel, { payload, subject }) => {
    const row = await findLicense(kernel.db, payload.licenseId)
    if (!row || row.teamId !== subject.teamId) throw new AppError('NOT_FOUND')
    const request = readRequestCode(payload.requestCode)
    await readOfflineFacts(kernel, row, { request, endsOn: payload.endsOn })
    const { install, name, version, environment } = request
    return { product: row.product, plan: row.plan, install, name, version, environment }
  },
  binding: ({ product, plan }) => ({ License: `${plan} of ${product}` }),
  measure: () => ({ given: null, flags: [] }),
  card: ({ endsOn }, { product, plan, name, install, version, environment }) => ({
    title: `An offline file for ${name}`,
    lines: [
      { label: 'License', before: null, after: `${plan} of ${product}` },
      { label: 'Installation', before: null, after: `${name}, ${environment}, ${install}` },
      { label: 'Version', before: null, after: version },
      { label: 'Runs without contact', before: null, after: `until ${endsOn}` },
    ],
    history: [],
    warnings: ['Nobody pays for it here, and nobody can take it back before its end.'],
    customerReceives: 'A file that somebody hands over.',
  }),
  steps: [
    {
      name: 'file',
      movesMoney: false,
      perform: async ({ kernel, input: { payload } }) => {
        const row = await findLicense(kernel.db, payload.licenseId)
        if (!row) throw new AppError('NOT_FOUND')
        return signFile(kernel, row, { request: readRequestCode(payload.requestCode), endsOn: payload.endsOn })
      },
      // Nothing of it is anywhere until it is kept: it may be signed as often as it takes.
      find: () => Promise.resolve({ is: 'absent' }),
    },
  ],
  settle: async ({ clock }, tx, { input: { payload, requestId }, results }) => {
    const signed = signedSchema.safeParse(results['file'])
    const license = await holdLicense(tx, payload.licenseId)
    const telling = { actor: systemActor('approvals'), requestId, at: clock.now() }
    const request = readRequestCode(payload.requestCode)
    // The request may have waited for the end of its execution: what was taken back since gets no file.
    const isTakenBack = license.revokedAt !== null || license.suspendedAt !== null
    const isKept =
      signed.success &&
      !isTakenBack &&
      (await keepFile(tx, license, telling, { request, file: signed.data, approvalId: requestId }))
    if (isKept) return
    const meanwhile = isTakenBack ? 'the license was taken back' : 'the installation had got another one'
    const text = `An offline file was approved, and ${meanwhile} meanwhile.`
    await tellLicense(tx, license, telling, { kind: 'offline-dropped', text })
  },
})
