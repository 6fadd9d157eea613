type Fields = Readonly<Record<string, string | number | boolean | undefined>>

/** One JSON line on stderr. Fields are named one by one at the call, so that no secret slips in with an object. */
export const logLine = (event: string, fields: Fields = {}): void => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`)
}

/** What of an unknown thrown value may be logged: its name, code and text. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error.name}: ${error.message}${cause}`
}
