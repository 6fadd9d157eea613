import { licenseActPayloadSchema } from '@countersign/shared/features/license-desk'
import { defineLicenseAction } from './define-license-action.ts'

/** Ends a license for good. */
export const revokeLicense = defineLicenseAction({
  kind: 'license.revoke',
  payload: licenseActPayloadSchema,
  check: () => {},
  title: ({ plan }) => `Revoke the license for ${plan}`,
  lines: () => [],
  warnings: () => [
    'It can’t be taken back. Its instances are refused at their next check, and lock once their lease ends.',
    'Offline files that were handed out run to their end.',
  ],
  customerReceives: 'No mail. The product says that the license was revoked.',
  change: (_payload, { reason, at }) => ({ revokedAt: at, revokedFor: reason }),
  told: { kind: 'revoked', text: () => 'It was revoked for good.' },
})
