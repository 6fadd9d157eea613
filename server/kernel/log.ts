/** What the server's code may say to the log. Never secrets; personal values only by id. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
