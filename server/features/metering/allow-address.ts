import { BlockList, isIP } from 'node:net'

const PREFIX = /^(?:0|[1-9]\d{0,2})$/

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** A listener for both families sees IPv4 addresses so. */
const plainOf = (address: string): string => {
  const plain = address.replace(/^::ffff:/i, '')
  return isIP(plain) === 4 ? plain : address
}

/** One entry as a list; null when it is neither an address nor a network. */
const listOf = (entry: string): { list: BlockList; family: 'ipv4' | 'ipv6' } | null => {
  const [address = '', prefix, ...more] = entry.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  if (isIP(address) === 0 || more.length > 0) return null
  if (prefix !== undefined && (!PREFIX.test(prefix) || Number(prefix) > most)) return null
  const list = new BlockList()
  const family = familyOf(address)
  list.addSubnet(address, prefix === undefined ? most : Number(prefix), family)
  return { list, family }
}

interface AllowAddress {
  (entries: readonly string[], address: string): boolean
  /** Whether an entry can be read at all. */
  readonly isEntry: (entry: string) => boolean
}

const isAllowed = (entries: readonly string[], address: string): boolean => {
  const plain = plainOf(address)
  if (isIP(plain) === 0) return false
  const family = familyOf(plain)
  // A list applies its IPv6 networks to IPv4 addresses as well, so each is asked for its own family only.
  return entries.some((entry) => {
    const one = listOf(entry)
    return one !== null && one.family === family && one.list.check(plain, family)
  })
}

/** Whether an address is one of those allowed, or in one of their networks. */
export const allowAddress: AllowAddress = Object.assign(isAllowed, {
  isEntry: (entry: string): boolean => listOf(entry) !== null,
})
