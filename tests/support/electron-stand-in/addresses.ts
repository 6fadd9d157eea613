/**
 * Chromium's shell knows no scheme of ours, so that `app://main/x` is served as `https://main.app.standin.test/x`: an
 * https origin has the rights that a standard and secure scheme has in Electron.
 */
const SUFFIX = '.standin.test'

const registered = new Set<string>()

export const registerScheme = (scheme: string): void => {
  registered.add(scheme)
}

export const toChromium = (url: string): string => {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/s.exec(url) ?? []
  return registered.has(scheme) ? `https://${host}.${scheme}${SUFFIX}${rest || '/'}` : url
}

export const fromChromium = (url: string): string =>
  url.replace(
    /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.standin\.test(?=[/?#]|$)/,
    (_all, host: string, scheme: string) => `${scheme}://${host}`,
  )

export const isMapped = (chromiumUrl: string): boolean =>
  /^https:\/\/[^/?#]+\.standin\.test(?=[/?#]|$)/.test(chromiumUrl)

export const schemeOf = (url: string): string => url.slice(0, Math.max(url.indexOf(':'), 0))
