import { describe, expect, test } from 'vitest'
import { textOf, trackedFiles } from './tracked-files.ts'

// Every codebase without these rules grew one monster, always in the file with the vaguest name.

const BANNED = new Set(['util', 'helper', 'manager', 'common', 'misc', 'data', 'info', 'service'])

const wordsOf = (path: string): readonly string[] =>
  (path.split('/').at(-1) ?? '')
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .flatMap((word) => [word, word.replace(/s$/, ''), word.replace(/ies$/, 'y')])

const opensWithComment = (path: string): boolean => /^\s*(\/\/|\/\*)/.test(textOf(path))

describe('files', () => {
  const sources = trackedFiles(/[.](ts|tsx|mjs|cjs|css)$/)

  test('carry no vague word in their names', () => {
    expect(sources.length).toBeGreaterThan(200)
    expect(sources.filter((path) => wordsOf(path).some((word) => BANNED.has(word)))).toEqual([])
  })

  test('see a vague word in any spelling', () => {
    const vague = ['src/date-utils.ts', 'src/UserManager.tsx', 'src/helpers.ts', 'server/services.ts', 'a/team.data.ts']
    expect(vague.filter((path) => !wordsOf(path).some((word) => BANNED.has(word)))).toEqual([])
  })

  test('of rules open with the rule in words', () => {
    const rules = trackedFiles(/-rules[.]ts$/)
    expect(rules.length).toBeGreaterThan(10)
    expect(rules.filter((path) => !opensWithComment(path))).toEqual([])
  })

  test('of flow tests open with the guarantee that they protect', () => {
    const flows = trackedFiles(/^tests\/flow\/.*[.]test[.]ts$/)
    expect(flows.length).toBeGreaterThan(5)
    expect(flows.filter((path) => !opensWithComment(path))).toEqual([])
  })
})
