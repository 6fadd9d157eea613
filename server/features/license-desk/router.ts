import { askedSchema, sumPreviewSchema } from '@countersign/shared/features/approvals'
import {
  askLicenseInputSchema,
  forecastSchema,
  importInputSchema,
  importReadingSchema,
  instanceWishSchema,
  issuedFileSchema,
  issuedSchema,
  issueInvoiceInputSchema,
  issueTaskInputSchema,
  type LicenseAsk,
  licenseAskSchema,
  licenseLineSchema,
  licenseSchema,
  licensesSchema,
  licensesWishSchema,
  licenseWishSchema,
  madeKeySchema,
  makeKeyInputSchema,
  offerRenewalInputSchema,
  offlineFileIdSchema,
  offlinePayloadSchema,
  registerReleaseInputSchema,
  releasesSchema,
  releasesWishSchema,
  renewalPriceSchema,
  resumeInputSchema,
  seatActInputSchema,
  teamLicensesWishSchema,
  whySchema,
  withdrawFileInputSchema,
} from '@countersign/shared/features/license-desk'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { type Action, askApproval, previewAction } from '../approvals/index.ts'
import { approveFile } from './approve-file.ts'
import { changeSeats } from './change-seats.ts'
import { dropRenewal } from './drop-renewal.ts'
import { extendLicense } from './extend-license.ts'
import { grantLicenses } from './grant-licenses.ts'
import { issueFile } from './issue-file.ts'
import { issueInvoice } from './issue-invoice.ts'
import { issueTask } from './issue-task.ts'
import { listTeamLicenses } from './list-team-licenses.ts'
import { nameLicenseSubject } from './name-license-subject.ts'
import { offerRenewal } from './offer-renewal.ts'
import { priceRenewal } from './price-renewal.ts'
import { readForecast } from './read-forecast.ts'
import { readImport } from './read-import.ts'
import { readLicense } from './read-license.ts'
import { readRegister } from './read-register.ts'
import { readWhy } from './read-why.ts'
import { registerRelease } from './register-release.ts'
import { reissueKey } from './reissue-key.ts'
import { releaseSeat } from './release-seat.ts'
import { resumeLicense } from './resume-license.ts'
import { revokeLicense } from './revoke-license.ts'
import { searchLicenses } from './search-licenses.ts'
import { showFile } from './show-file.ts'
import { suspendLicense } from './suspend-license.ts'
import { undoRelease } from './undo-release.ts'
import { withdrawFile } from './withdraw-file.ts'

const WISHES: Readonly<Record<LicenseAsk['kind'], Action>> = {
  'license.grant': grantLicenses,
  'license.suspend': suspendLicense,
  'license.revoke': revokeLicense,
  'license.extend': extendLicense,
  'license.seats': changeSeats,
  'license.offline': approveFile,
}

/** Several licenses of several teams are nobody's in particular. */
const subjectOf = ({ db }: Pick<Kernel, 'db'>, { kind, payload }: LicenseAsk) => {
  if (kind !== 'license.grant') return nameLicenseSubject(db, payload)
  const [first] = payload.licenses
  if (!first) throw new AppError('INPUT_INVALID')
  return nameLicenseSubject(db, first)
}

const reads = {
  list: staffProcedure('license.read')
    .input(licensesWishSchema)
    .output(licensesSchema)
    .query(({ ctx, input }) => searchLicenses(ctx.kernel, input)),

  ofTeams: staffProcedure('license.read')
    .input(teamLicensesWishSchema)
    .output(z.array(licenseLineSchema))
    .query(({ ctx, input }) => listTeamLicenses(ctx.kernel, input.teamIds)),

  read: staffProcedure('license.read')
    .input(licenseWishSchema)
    .output(licenseSchema)
    .query(({ ctx, input }) => readLicense(ctx.kernel, input.id)),

  why: staffProcedure('license.read')
    .input(instanceWishSchema)
    .output(whySchema)
    .query(({ ctx, input }) => readWhy(ctx.kernel, input.id)),

  forecast: staffProcedure('license.read')
    .output(forecastSchema)
    .query(({ ctx }) => readForecast(ctx.kernel)),

  releases: staffProcedure('license.read')
    .input(releasesWishSchema)
    .output(releasesSchema)
    .query(({ ctx, input }) => readRegister(ctx.kernel.db, input.product)),

  renewalPrice: staffProcedure('license.read')
    .input(licenseWishSchema)
    .output(renewalPriceSchema)
    .query(({ ctx, input }) => priceRenewal(ctx.kernel, input.id)),
}

const issues = {
  issueTask: staffProcedure('license.issue')
    .input(issueTaskInputSchema)
    .output(issuedSchema)
    .mutation(async ({ ctx, input }) => ({ licenseIds: await issueTask(ctx.kernel, askingOf(ctx), input.taskId) })),

  issueInvoice: staffProcedure('license.issue')
    .input(issueInvoiceInputSchema)
    .output(issuedSchema)
    .mutation(async ({ ctx, input }) => ({
      licenseIds: await issueInvoice(ctx.kernel, askingOf(ctx), input.invoiceStripeId),
    })),

  /** The answer holds the key, this once. */
  makeKey: staffProcedure('license.issue')
    .input(makeKeyInputSchema)
    .output(madeKeySchema)
    .mutation(({ ctx, input }) => reissueKey(ctx.kernel, askingOf(ctx), input)),

  resume: staffProcedure('license.issue')
    .input(resumeInputSchema)
    .mutation(({ ctx, input }) => resumeLicense(ctx.kernel, askingOf(ctx), input)),

  issueFile: staffProcedure('license.issue')
    .input(offlinePayloadSchema)
    .output(issuedFileSchema)
    .mutation(({ ctx, input }) => issueFile(ctx.kernel, askingOf(ctx), input)),

  showFile: staffProcedure('license.issue')
    .input(z.object({ id: offlineFileIdSchema }))
    .output(issuedFileSchema)
    .mutation(({ ctx, input }) => showFile(ctx.kernel, askingOf(ctx), input.id)),

  withdrawFile: staffProcedure('license.issue')
    .input(withdrawFileInputSchema)
    .mutation(({ ctx, input }) => withdrawFile(ctx.kernel, askingOf(ctx), input)),

  offerRenewal: staffProcedure('license.issue')
    .input(offerRenewalInputSchema)
    .output(z.object({ quoteId: z.string() }))
    .mutation(({ ctx, input }) => offerRenewal(ctx.kernel, askingOf(ctx), input)),

  dropRenewal: staffProcedure('license.issue')
    .input(resumeInputSchema)
    .mutation(({ ctx, input }) => dropRenewal(ctx.kernel, askingOf(ctx), input)),

  /** Reads only: what it says is asked for as `license.grant`. A file is too long for an address, so it is sent. */
  readImport: staffProcedure('license.issue')
    .input(importInputSchema)
    .output(importReadingSchema)
    .mutation(({ input }) => readImport(input.text)),
}

export const licensesRouter = router({
  ...reads,
  ...issues,

  releaseSeat: staffProcedure('license.support')
    .input(seatActInputSchema)
    .mutation(({ ctx, input }) => releaseSeat(ctx.kernel, askingOf(ctx), input)),

  undoRelease: staffProcedure('license.support')
    .input(seatActInputSchema)
    .mutation(({ ctx, input }) => undoRelease(ctx.kernel, askingOf(ctx), input)),

  registerRelease: staffProcedure('release.manage')
    .input(registerReleaseInputSchema)
    .output(z.object({ isNews: z.boolean() }))
    .mutation(({ ctx, input }) => registerRelease(ctx.kernel, askingOf(ctx), input)),

  preview: staffProcedure('license.support')
    .input(licenseAskSchema)
    .output(sumPreviewSchema)
    .query(async ({ ctx, input }) => {
      const subject = await subjectOf(ctx.kernel, input)
      return previewAction(ctx.kernel, WISHES[input.kind], {
        subject,
        requesterId: ctx.staff.id,
        payload: input.payload,
      })
    }),

  ask: staffProcedure('license.support')
    .input(askLicenseInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { wish, ask } }) => {
      const subject = await subjectOf(ctx.kernel, wish)
      return askApproval(ctx.kernel, askingOf(ctx), WISHES[wish.kind], { subject, payload: wish.payload, ask })
    }),
})
