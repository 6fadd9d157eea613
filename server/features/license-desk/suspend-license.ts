import { licenseActPayloadSchema } from '@countersign/shared/features/license-desk'
import { AppError } from '../../kernel/errors.ts'
import { defineLicenseAction } from './define-license-action.ts'

/** Takes a license back for a while, whatever is paid. */
export const suspendLicense = defineLicenseAction({
  kind: 'license.suspend',
  payload: licenseActPayloadSchema,
  check: ({ suspendedAt }) => {
    if (suspendedAt !== null) throw new AppError('LICENSE_STANDS_SO')
  },
  title: ({ plan }) => `Suspend the license for ${plan}`,
  lines: () => [],
  warnings: () => ['Its instances are refused at their next check, and lock once their lease ends.'],
  customerReceives: 'No mail. The product says that the license is suspended.',
  change: (_payload, { reason, at }) => ({ suspendedAt: at, suspendedFor: reason }),
  told: { kind: 'suspended', text: () => 'It was suspended.' },
})
