import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonOf, repository, textOf, trackedFiles } from './tracked-files.ts'

// The few documents that promise something are held to it.

const CHANGES = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']

describe('CHANGELOG.md', () => {
  const headings = (level: string) =>
    textOf('CHANGELOG.md')
      .split('\n')
      .flatMap((line) => (line.startsWith(`${level} `) ? [line.slice(level.length + 1)] : []))

  test('has an Unreleased section first, then releases with their day', () => {
    const [first, ...releases] = headings('##')
    expect(first).toBe('[Unreleased]')
    for (const release of releases) expect(release).toMatch(/^\[\d+[.]\d+[.]\d+\] - \d{4}-\d{2}-\d{2}$/)
  })

  test('sorts changes under the known headings', () => {
    expect(headings('###').filter((heading) => !CHANGES.includes(heading))).toEqual([])
  })

  test('has released the version of package.json, or is about to for the first time', () => {
    const { version } = jsonOf<{ version: string }>('package.json')
    const released = headings('##').slice(1)
    if (released.length > 0) expect(released[0]).toContain(`[${version}]`)
  })
})

describe('README.md', () => {
  test('names the test command that CI runs, and CI runs nothing else', () => {
    const commands = textOf('.ci/run')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#') && !/^(set|cd) /.test(line))
    expect(commands).toEqual(['npm test'])
    expect(textOf('README.md')).toContain('npm test')
    expect(textOf('README.md')).toContain('npm start')
  })

  test('links to files that exist', () => {
    const links = [...textOf('README.md').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '')
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter((link) => !existsSync(join(repository, link)))).toEqual([])
  })
})

describe('decision records', () => {
  const records = trackedFiles(/^docs\/decisions\/\d{4}-.*[.]md$/)

  test('have a number each', () => {
    const numbers = records.map((path) => /(\d{4})-/.exec(path)?.[1])
    expect(numbers.length).toBeGreaterThan(4)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test.each(records)('%s fits a page and names the check that enforces it', (path) => {
    const text = textOf(path)
    expect(text.split('\n').length).toBeLessThanOrEqual(60)
    const [, check = ''] = /^(?:Checked|Enforced) by:? ([^]+)$/m.exec(text) ?? []
    const named = [...check.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
    expect(named.length, 'a last line “Checked by `path`.”').toBeGreaterThan(0)
    const paths = named.filter((name) => !name.startsWith('npm run '))
    expect(paths.filter((pattern) => globSync(pattern, { cwd: repository }).length === 0)).toEqual([])
  })
})

describe('docs/glossary.md', () => {
  test('defines each word once', () => {
    const words = [...textOf('docs/glossary.md').matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, word]) => word ?? '')
    expect(words.length).toBeGreaterThan(30)
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  })
})
