/** Search parameters stay text: a ticket called 0048213 must not come back as a number. */
export const parseSearchText = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text.startsWith('?') ? text.slice(1) : text))

export const writeSearchText = (params: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
