// Rule: a companion elsewhere is spoken to over https; plain http is for this machine only. The address is an origin:
// credentials, query and fragment have no business in it.

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** The address without a slash at its end, or null when staff must not send a token there. */
export const companionAddress = (text: string): string | null => {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash) return null
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
  return isSafe ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : null
}

/** Waits between tries to reach or restart a companion, in milliseconds; the last one repeats. */
const WAITS_MS = [500, 2_000, 5_000, 15_000, 30_000] as const

export const waitBeforeTry = (failures: number): number => WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 30_000
