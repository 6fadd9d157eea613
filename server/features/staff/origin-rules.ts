// A cookie is sent by the browser whoever asked for the request, so a request with one has to prove that our own page made
// it: the custom header, which a foreign page can't set without our consent, and what the browser says of its origin.

export interface RequestOrigin {
  readonly method: string
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly client: string | undefined
}

/** An origin is never required of what isn't a browser, but one that is named has to be ours. */
export const isForeignOrigin = (request: RequestOrigin, publicUrl: string): boolean => {
  if (request.fetchSite !== undefined && request.fetchSite !== 'same-origin' && request.fetchSite !== 'none')
    return true
  return request.origin !== undefined && request.origin !== new URL(publicUrl).origin
}

export const isSameOrigin = (request: RequestOrigin, publicUrl: string): boolean => {
  if (request.client !== 'browser' || isForeignOrigin(request, publicUrl)) return false
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const isNamed = request.origin !== undefined || request.fetchSite === 'same-origin'
  return isNamed || (isRead && request.fetchSite === undefined)
}
