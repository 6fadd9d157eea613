import {
  confirmationSchema,
  confirmedSchema,
  meSchema,
  staffInputSchema,
  staffSchema,
} from '@countersign/shared/features/staff'
import { isPermitted, type Permission, PERMISSIONS, roleSchema } from '@countersign/shared/roles'
import { isoTimeSchema, toIso } from '@countersign/shared/times'
import { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { RequestContext } from '../../kernel/context.ts'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { addStaff } from './add-staff.ts'
import { changePassword } from './change-password.ts'
import { changeRoles } from './change-roles.ts'
import { confirmLocally } from './confirm-locally.ts'
import { confirmTotp } from './confirm-totp.ts'
import { enrolTotp } from './enrol-totp.ts'
import { generatePassword } from './generate-password.ts'
import { listSessions } from './list-sessions.ts'
import { listStaff } from './list-staff.ts'
import { readConfirmation } from './read-confirmation.ts'
import { readStaff } from './read-staff.ts'
import { removeStaff } from './remove-staff.ts'
import { restoreStaff } from './restore-staff.ts'
import { revokeSessions } from './revoke-sessions.ts'

const staffId = z.string().regex(/^stf_[0-9A-Z]{26}$/)
const sessionId = z.string().regex(/^ses_[0-9A-Z]{26}$/)
const password = z.string().max(1000)
const code = z.string().max(10)
const done = z.object({ isDone: z.literal(true) })
const DONE = { isDone: true } as const
const visibleName = staffInputSchema.shape.name.regex(/^\P{Cc}+$/u)
const roles = z.array(roleSchema).min(1).max(10)
const sessionSchema = z.object({
  id: z.string(),
  device: z.string().nullable(),
  address: z.string(),
  createdAt: isoTimeSchema,
  expiresAt: isoTimeSchema,
  isCurrent: z.boolean(),
})

type SignedInContext = RequestContext & { readonly staff: StaffActor }
const asking = (ctx: SignedInContext) => ({ ...askingOf(ctx), address: ctx.address })

const permissionsOf = (staff: StaffActor) =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isPermitted(permission, staff.roles))

export const staffRouter = router({
  me: staffProcedure('signed-in')
    .output(meSchema)
    .query(({ ctx: { staff } }) => ({
      staff: { id: staff.id, name: staff.name, email: staff.email, roles: [...staff.roles] },
      permissions: permissionsOf(staff),
      sessionExpiresAt: toIso(staff.sessionExpiresAt),
    })),

  confirmation: staffProcedure('signed-in')
    .output(confirmationSchema)
    .query(({ ctx }) => readConfirmation(ctx.kernel, ctx.staff)),

  confirm: staffProcedure('signed-in')
    .input(z.object({ password, totp: code.optional() }))
    .output(confirmedSchema)
    .mutation(async ({ ctx, input }) => ({
      confirmedAt: toIso(await confirmLocally(ctx.kernel, asking(ctx), input)),
    })),

  list: staffProcedure('staff.read')
    .output(z.array(staffSchema))
    .query(({ ctx }) => listStaff(ctx.kernel)),

  add: staffProcedure('staff.manage')
    .input(staffInputSchema.extend({ name: visibleName, roles, withPassword: z.boolean().default(false) }))
    .output(z.object({ staff: staffSchema, initialPassword: z.string().nullable() }))
    .mutation(async ({ ctx, input: { withPassword, ...person } }) => {
      const initialPassword = withPassword ? generatePassword() : null
      const id = await addStaff(ctx.kernel, askingOf(ctx), { ...person, password: initialPassword })
      return { staff: await readStaff(ctx.kernel, id), initialPassword }
    }),

  changeRoles: staffProcedure('staff.manage')
    .input(z.object({ staffId, roles }))
    .output(staffSchema)
    .mutation(async ({ ctx, input }) => {
      await changeRoles(ctx.kernel, askingOf(ctx), input.staffId, input.roles)
      return readStaff(ctx.kernel, input.staffId)
    }),

  remove: staffProcedure('staff.manage')
    .input(z.object({ staffId }))
    .output(staffSchema)
    .mutation(async ({ ctx, input }) => {
      await removeStaff(ctx.kernel, askingOf(ctx), input.staffId)
      return readStaff(ctx.kernel, input.staffId)
    }),

  restore: staffProcedure('staff.manage')
    .input(z.object({ staffId }))
    .output(staffSchema)
    .mutation(async ({ ctx, input }) => {
      await restoreStaff(ctx.kernel, askingOf(ctx), input.staffId)
      return readStaff(ctx.kernel, input.staffId)
    }),

  sessions: staffProcedure('staff.manage')
    .input(z.object({ staffId }))
    .output(z.array(sessionSchema))
    .query(({ ctx, input }) => listSessions(ctx.kernel, ctx.staff, input.staffId)),

  revokeSessions: staffProcedure('staff.manage')
    .input(z.object({ staffId, sessionId: sessionId.optional() }))
    .output(z.object({ count: z.number().int() }))
    .mutation(async ({ ctx, input }) => ({ count: await revokeSessions(ctx.kernel, askingOf(ctx), input) })),

  changePassword: staffProcedure('signed-in')
    .input(z.object({ current: password, next: password }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.kernel, asking(ctx), input)
      return DONE
    }),

  enrolTotp: staffProcedure('signed-in')
    .input(z.object({ password, totp: code.optional() }))
    .output(z.object({ uri: z.string(), secret: z.string() }))
    .mutation(({ ctx, input }) => enrolTotp(ctx.kernel, asking(ctx), input)),

  confirmTotp: staffProcedure('signed-in')
    .input(z.object({ code }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await confirmTotp(ctx.kernel, asking(ctx), input.code)
      return DONE
    }),
})
