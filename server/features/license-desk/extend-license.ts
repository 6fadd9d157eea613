import { extendPayloadSchema } from '@countersign/shared/features/license-desk'
import { DAY_MS } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { defineLicenseAction } from './define-license-action.ts'

/** Serves an unpaid license for some days more, once; it ends by itself. */
export const extendLicense = defineLicenseAction({
  kind: 'license.extend',
  payload: extendPayloadSchema,
  check: ({ extendedUntil }) => {
    if (extendedUntil !== null) throw new AppError('LICENSE_EXTENDED')
  },
  title: ({ plan }, { days }) => `Extend the license for ${plan} by ${days} days`,
  lines: (_facts, { days }) => [
    { label: 'Served although unpaid', before: null, after: `for ${days} days from the approval on` },
  ],
  warnings: () => ['It can be done once, and ends by itself.'],
  customerReceives: 'No mail. The product goes on running, and says that a payment is late.',
  change: ({ days }, { at }) => ({ extendedUntil: at + days * DAY_MS }),
  told: { kind: 'extended', text: ({ days }) => `It is served for ${days} days although it isn’t paid.` },
})
