import { BlockList, isIP } from 'node:net'

// Addresses that lead into the companion's own network or nowhere (IANA's special-purpose registries): what an outside
// address book names must not get a request, and the key in it, to a neighbour's door.
// One list each: a list applies its IPv6 nets to IPv4 addresses as well.
const PRIVATE_V4 = new BlockList()
const PRIVATE_V6 = new BlockList()

const V4: ReadonlyArray<readonly [string, number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Public IPv6 is 2000::/3; in it lie documentation, tunnels and NAT, which may carry a private IPv4 address. */
const V6: ReadonlyArray<readonly [string, number]> = [
  ['::', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['4000::', 2],
  ['8000::', 1],
]

for (const [net, prefix] of V4) PRIVATE_V4.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of V6) PRIVATE_V6.addSubnet(net, prefix, 'ipv6')

/** Whether nobody outside can be meant. What is no address at all is refused likewise. */
export const isPrivateAddress = (address: string): boolean => {
  const family = isIP(address)
  if (family === 4) return PRIVATE_V4.check(address, 'ipv4')
  return family === 0 || PRIVATE_V6.check(address, 'ipv6')
}
