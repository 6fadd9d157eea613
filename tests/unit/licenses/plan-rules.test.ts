import { describe, expect, test } from 'vitest'
import { readLicensePlan } from '../../../server/features/licenses/plan-rules.ts'

const read = (productMetadata: Record<string, string>, priceMetadata: Record<string, string> = {}) =>
  readLicensePlan({ productName: 'Loomfield Business', productMetadata, priceMetadata })

const faultsOf = (metadata: Record<string, string>) => {
  const reading = read({ 'license-product': 'loomfield', ...metadata })
  return reading.is === 'unclear' ? reading.faults : reading.is
}

describe('a plan', () => {
  test('without a product licenses nothing, whatever else it says', () => {
    expect(read({ 'max-end-devices': 'many', 'license-instances': 'two' })).toEqual({ is: 'none' })
    expect(read({ 'license-product': ' ' })).toEqual({ is: 'none' })
  })

  test('that names its product only is one instance, without limits', () => {
    expect(read({ 'license-product': 'loomfield' })).toEqual({
      is: 'plan',
      plan: {
        product: 'loomfield',
        plan: 'Loomfield Business',
        instances: 1,
        developmentInstances: 0,
        updatesDays: null,
        terms: {
          limits: {},
          supportPriority: null,
          hasMultiTenancy: false,
          pastDueDays: 14,
          checkEverySeconds: 3600,
          graceSeconds: 86_400,
          seatSeconds: 86_400,
          ephemeralSeatSeconds: 600,
        },
      },
    })
  })

  test('says all that it grants, and its price goes before its product', () => {
    const product = {
      'license-product': 'loomfield',
      'license-plan': 'Business',
      'license-instances': '2',
      'license-development-instances': '1',
      'max-end-devices': '10000',
      'max-gateways': '100',
      'max-members': 'unlimited',
      'support-priority': 'high',
      'multi-tenancy': 'Yes',
      'past-due-days': '7',
      'license-updates-days': '365',
    }
    const reading = read(product, { 'max-gateways': '0', 'license-instances': '3', 'support-priority': 'urgent' })
    expect(reading).toMatchObject({
      plan: {
        plan: 'Business',
        instances: 3,
        developmentInstances: 1,
        updatesDays: 365,
        terms: {
          limits: { 'max-end-devices': 10_000, 'max-gateways': 0 },
          supportPriority: 'urgent',
          hasMultiTenancy: true,
          pastDueDays: 7,
        },
      },
    })
  })

  test.each([
    [{ 'max-end-devices': 'many' }, 'max-end-devices is “many”, which is no whole number.'],
    [{ 'max-end-devices': '-1' }, 'max-end-devices is “-1”, which is no whole number.'],
    [{ maxEndDevices: '1' }, 'maxEndDevices is no limit as it is written: max-name, in small letters.'],
    [{ 'license-instances': '1.5' }, 'license-instances is “1.5”, which is no whole number.'],
    [{ 'multi-tenancy': 'true' }, 'multi-tenancy is “true”, which is neither yes nor no.'],
    // A moment so far away can't be written, and each check would fail of it.
    [{ 'past-due-days': '999999999' }, 'past-due-days is “999999999”, which is no whole number of at most 36500.'],
    [
      { 'license-updates-days': '999999999' },
      'license-updates-days is “999999999”, which is no whole number of at most 36500.',
    ],
    // 366 days: a lease must not outlive the key that signed it.
    [
      { 'license-grace-seconds': '31622401' },
      'license-grace-seconds is “31622401”, which is no whole number of at most 31622400.',
    ],
    [
      { 'license-instances': '1000001' },
      'license-instances is “1000001”, which is no whole number of at most 1000000.',
    ],
    [{ 'license-grace-seconds': '0' }, 'license-grace-seconds is “0”, which is no whole number of at least 1.'],
    [
      { 'license-product': 'Loom Field' },
      'license-product is “Loom Field”, which is no name of small letters, digits and dashes.',
    ],
  ])('that can’t be read is told by key and value: %o', (metadata, fault) => {
    expect(faultsOf(metadata)).toEqual([fault])
  })
})
