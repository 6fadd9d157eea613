import { startTenantJobs, type TenantJobs } from '../features/tenants/index.ts'
import type { Kernel } from '../kernel/context.ts'

/** Where nobody runs tenants, nothing is started. */
export const startTenants = (kernel: Kernel): TenantJobs => {
  const { provisioner } = kernel
  return provisioner ? startTenantJobs({ ...kernel, provisioner }) : { stop: () => Promise.resolve() }
}
