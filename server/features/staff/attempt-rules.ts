// Failed sign-ins are counted per e-mail and per address inside a sliding window. Whoever reaches the limit waits until
// the oldest ones have left the window. An address is counted more generously: an office shares one.

export const ATTEMPT_WINDOW_MS = 15 * 60_000

const LIMITS = { email: 10, address: 50, start: 200 } as const

export type AttemptSubject = keyof typeof LIMITS

export const windowStart = (now: number): number => now - ATTEMPT_WINDOW_MS

/** `count` includes the attempt under way, which is written down before it is judged. */
export const isOverLimit = (subject: AttemptSubject, count: number): boolean => count > LIMITS[subject]

export const isLastAttempt = (subject: AttemptSubject, count: number): boolean => count === LIMITS[subject]

/** As staff rows hold it. Control characters go: no mailbox has them and PostgreSQL takes no null byte. */
export const normaliseEmail = (typed: string): string =>
  typed
    .replace(/\p{Cc}/gu, '')
    .trim()
    .toLowerCase()

/** Who an address is counted as: itself for IPv4; for IPv6 its /64, since one customer owns all of that. */
export const addressGroup = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
