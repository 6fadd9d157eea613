// Guarantee: whoever signs for a license that nobody pays for sees all that it grants.
import { teamIdSchema } from '@countersign/shared/ids'
import { expect, test } from 'vitest'
import { appRouter } from '../../server/app/staff-router.ts'
import { openLicenseDesk } from '../support/license-desk.ts'
import { openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()

test('limits, support, tenants, keys that come along and what it is for stand on the card', async () => {
  const { kernel, tobias } = await openLicenseDesk(sandbox)
  const caller = appRouter.createCaller({ kernel, staff: tobias, requestId: 'req_card', address: '192.0.2.1' }).licenses
  const license = {
    teamId: teamIdSchema.parse('kestrel'),
    customerStripeId: null,
    product: 'loomfield',
    plan: 'Business',
    kind: 'subscription',
    seats: 2,
    developmentSeats: 0,
    limits: { 'max-gateways': 7 },
    supportPriority: 'high',
    hasMultiTenancy: true,
    endsOn: '2026-06-30',
    updatesUntil: null,
    reference: 'a trial on their own machines',
    keyHashes: ['b2'.repeat(32)],
  } as const
  const { card } = await caller.preview({
    kind: 'license.grant',
    payload: { licenses: [{ ...license, keyHashes: [...license.keyHashes] }] },
  })
  const said = card.lines.find(({ label }) => label === 'Team kestrel')?.after
  expect(said).toContain(
    'max-gateways 7, support priority high, multi-tenancy, keys brought over: 1, for a trial on their own machines',
  )
})
