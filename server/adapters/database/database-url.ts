export type DatabaseTarget =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string }

/** Throws without repeating the text, which may hold a password. */
export const readDatabaseUrl = (url: string): DatabaseTarget => {
  if (/^postgres(ql)?:\/\//.test(url)) return { engine: 'postgres', url }
  const file = /^sqlite:(.+)$/s.exec(url)?.[1]
  if (!file || file.startsWith('//')) {
    throw new TypeError('a database URL is sqlite:FILE, sqlite::memory: or postgres://…')
  }
  return { engine: 'sqlite', file }
}
