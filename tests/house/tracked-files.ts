import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

/** What git knows or would take up, without what was deleted just now. Paths from the root, with forward slashes. */
export const trackedFiles = (pattern = /./): readonly string[] => {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const listed = execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0')
  return listed.filter((path) => path !== '' && pattern.test(path) && existsSync(join(repository, path)))
}

export const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8')

export const jsonOf = <T>(path: string): T => JSON.parse(textOf(path)) as T
