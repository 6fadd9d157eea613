import type { SignInMethods } from '@countersign/shared/features/staff'
import type { Kernel } from '../../kernel/context.ts'
import { SAMPLE_PASSWORD, usableSampleStaff } from './sample-rules.ts'
import { hasStaff, listStaffRows } from './store.ts'

interface Offered {
  readonly hasLocal: boolean
  readonly hasSampleAccounts: boolean
  readonly oidcName: string | null
  readonly isFirstRunOpen: boolean
}

/** What the sign-in screen offers. Sample accounts are told by the embedded companion in TEST mode only. */
export const listSignInMethods = async (kernel: Kernel, offered: Offered): Promise<SignInMethods> => {
  const { isEmbedded, mode } = kernel.settings
  const isSample = offered.hasSampleAccounts && isEmbedded && mode === 'TEST'
  const people = isSample ? usableSampleStaff(await listStaffRows(kernel.db)) : []
  return {
    mode,
    local: offered.hasLocal,
    oidc: offered.oidcName === null ? null : { name: offered.oidcName },
    firstRun: offered.isFirstRunOpen && !(await hasStaff(kernel.db)),
    sampleAccounts: people.map((person) => ({ ...person, roles: [...person.roles], password: SAMPLE_PASSWORD })),
  }
}
