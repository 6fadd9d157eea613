import type { Kernel } from '../../kernel/context.ts'
import type { DescribeVerdict } from '../../ports/provisioner.ts'

/** What whoever runs the tenants has now, asked live; nobody can tell where nobody runs any. */
export const readActualTenant = (
  { provisioner }: Pick<Kernel, 'provisioner'>,
  teamId: string,
): Promise<DescribeVerdict> =>
  provisioner ? provisioner.describe(teamId) : Promise.resolve({ verdict: 'untold' as const })
