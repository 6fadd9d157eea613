import { expect, test } from 'vitest'
import { allowAddress } from '../../../server/features/metering/allow-address.ts'

test.each([
  [['203.0.113.7'], '203.0.113.7', true],
  [['203.0.113.7'], '203.0.113.8', false],
  [['203.0.113.0/24', '2001:db8::/32'], '203.0.113.255', true],
  [['203.0.113.0/24', '2001:db8::/32'], '203.0.114.0', false],
  [['203.0.113.0/24', '2001:db8::/32'], '2001:db8::1', true],
  [['203.0.113.0/24'], '::ffff:203.0.113.9', true],
  [['0.0.0.0/0'], '198.51.100.1', true],
  [['0.0.0.0/0'], '2001:db8::1', false],
  // An IPv6 network isn't one of IPv4 addresses, however wide it is.
  [['::/0'], '198.51.100.1', false],
  [['::/0'], '2001:db8::1', true],
  [[], '198.51.100.1', false],
  [['203.0.113.7'], 'unknown', false],
])('%j and %s: %s', (entries, address, expected) => {
  expect(allowAddress(entries, address)).toBe(expected)
})

test.each([
  ['203.0.113.7', true],
  ['203.0.113.0/24', true],
  ['2001:db8::/129', false],
  ['203.0.113.0/33', false],
  ['203.0.113.0/08', false],
  ['203.0.113.0/', false],
  ['203.0.113.0/24/1', false],
  ['example.com', false],
])('%s is an entry: %s', (entry, expected) => {
  expect(allowAddress.isEntry(entry)).toBe(expected)
})
