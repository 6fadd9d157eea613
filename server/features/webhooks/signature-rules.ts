// A delivery is believed when one of its signatures is ours over the very bytes that came, made within five minutes of
// now, before or after: an old one is a replay, and one from the future would be a replay kept for later.

export const SKEW_MS = 300_000

/** Stripe signs with each valid secret; more than these is nobody who rolls secrets. */
const MOST_SIGNATURES = 16
const LONGEST_HEADER = 4096

export interface SignatureHeader {
  /** The text of the time, as it was signed. */
  readonly time: string
  readonly atMs: number
  /** Hexadecimal, 64 digits each. */
  readonly signatures: readonly string[]
}

/** `t=…,v1=…,v1=…`; null for anything else. Other schemes than v1 are passed over, as Stripe asks. */
export const readSignatureHeader = (header: string | undefined): SignatureHeader | null => {
  if (header === undefined || header.length > LONGEST_HEADER) return null
  const parts = header.split(',').map((part) => part.trim())
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2))
  const signatures = parts.filter((part) => /^v1=[0-9a-f]{64}$/.test(part)).map((part) => part.slice(3))
  const [time = ''] = times
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) return null
  if (signatures.length === 0 || signatures.length > MOST_SIGNATURES) return null
  return { time, atMs: Number(time) * 1000, signatures }
}

export const isWithinSkew = (atMs: number, now: number): boolean => Math.abs(now - atMs) <= SKEW_MS
