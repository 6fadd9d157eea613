import { seatsPayloadSchema } from '@countersign/shared/features/license-desk'
import { AppError } from '../../kernel/errors.ts'
import { defineLicenseAction } from './define-license-action.ts'

/** Seats of a license that stands on a person's word; of the others what is paid decides. */
export const changeSeats = defineLicenseAction({
  kind: 'license.seats',
  payload: seatsPayloadSchema,
  check: ({ source }) => {
    if (source === 'item') throw new AppError('LICENSE_FOLLOWS_ITEM')
  },
  title: ({ plan }, { seats, developmentSeats }) =>
    `${seats} instances and ${developmentSeats} development instances for ${plan}`,
  lines: (facts, { seats, developmentSeats }) => [
    { label: 'Instances', before: String(facts.seats), after: String(seats) },
    { label: 'Development instances', before: String(facts.developmentSeats), after: String(developmentSeats) },
  ],
  warnings: () => ['No paid item stands behind it.'],
  customerReceives: 'No mail. Further instances can be activated at once.',
  change: ({ seats, developmentSeats }) => ({ seats, developmentSeats }),
  told: {
    kind: 'seats',
    text: ({ seats, developmentSeats }) => `It has ${seats} instances and ${developmentSeats} development instances.`,
  },
})
