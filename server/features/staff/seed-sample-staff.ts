import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { addStaff } from './add-staff.ts'
import { SAMPLE_PASSWORD, SAMPLE_STAFF } from './sample-rules.ts'
import { findStaffByEmail } from './store.ts'

/**
 * One account per role, and a second approver. Their password is public, so this runs on an embedded companion with
 * sample data or not at all.
 */
export const seedSampleStaff = async (kernel: Kernel): Promise<void> => {
  const { isEmbedded, mode } = kernel.settings
  assert(isEmbedded && mode === 'TEST', 'sample accounts belong to the embedded companion in TEST mode')
  const acting = { actor: systemActor('sample'), requestId: null }
  for (const person of SAMPLE_STAFF) {
    if (await findStaffByEmail(kernel.db, person.email)) continue
    await addStaff(kernel, acting, { ...person, password: SAMPLE_PASSWORD })
  }
}
