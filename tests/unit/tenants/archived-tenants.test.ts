import { describe, expect, test } from 'vitest'
import { aPlan, aPlanItem } from '../../support/plans.ts'
import { canceled, DECIDED_AT as NOW, decide } from '../../support/wanted.ts'

describe('archived', () => {
  const stoppedAt = NOW - 90 * 86_400_000
  const over = { archiveDays: 90, stoppedAt }

  test('is what was suspended for the policy’s days, in the very moment, with the reason of both', () => {
    expect(decide([canceled()], { ...over, stoppedAt: stoppedAt + 1 })).toMatchObject({
      state: 'suspended',
      changesAt: NOW + 1,
    })
    expect(decide([canceled()], over)).toMatchObject({
      state: 'archived',
      limits: null,
      reason: '“Business” ended on 2 Jul 2026. Suspended since 11 Apr 2026, and archived on 10 Jul 2026.',
      changesAt: null,
    })
  })

  test('is counted from the suspension, which may begin now', () => {
    expect(decide([canceled()], { archiveDays: 90, stoppedAt: null })).toMatchObject({
      state: 'suspended',
      changesAt: NOW + 90 * 86_400_000,
    })
  })

  test('comes back as soon as somebody pays', () => {
    expect(decide([canceled(), aPlan({ stripeId: 'sub_2' })], over)).toMatchObject({ state: 'active' })
  })

  test('is nobody where the policy names no days', () => {
    expect(decide([canceled()], { archiveDays: null, stoppedAt: 0 })).toMatchObject({ state: 'suspended' })
  })

  test('is nobody whose marks can’t be read', () => {
    const item = aPlanItem({ priceMetadata: { 'tenant-plan': 'true' } })
    expect(decide([aPlan({ items: [item] })], over)).toMatchObject({ kind: 'held' })
  })
})
