// A device is told in a few words, `desktop Linux` or `browser Firefox on Linux`. The user agent itself isn't kept: it
// identifies more than anyone needs, and it is the caller's text.

const firstMatch = (text: string, table: ReadonlyArray<readonly [RegExp, string]>): string | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null

const SYSTEMS = [
  [/windows|win32/i, 'Windows'],
  [/android/i, 'Android'],
  [/iphone|ipad/i, 'iOS'],
  [/mac ?os|macintosh|darwin/i, 'macOS'],
  [/cros/i, 'ChromeOS'],
  [/linux/i, 'Linux'],
] as const

// Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
const BROWSERS = [
  [/edg\//i, 'Edge'],
  [/opr\//i, 'Opera'],
  [/firefox\//i, 'Firefox'],
  [/chrom(e|ium)\//i, 'Chrome'],
  [/safari\//i, 'Safari'],
] as const

export const describeDevice = (userAgent: string | undefined, isBrowser: boolean): string => {
  const text = (userAgent ?? '').slice(0, 500)
  const system = firstMatch(text, SYSTEMS)
  if (!isBrowser) return system ? `desktop ${system}` : 'desktop'
  const browser = firstMatch(text, BROWSERS)
  return ['browser', browser, system && (browser ? `on ${system}` : system)].filter(Boolean).join(' ')
}

/** Whether a session was opened by the desktop; the browser's name begins otherwise, whatever its user agent says. */
export const isDesktop = (device: string | null): boolean => device?.split(' ', 1)[0] === 'desktop'
