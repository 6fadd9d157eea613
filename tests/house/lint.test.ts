import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { repository } from './tracked-files.ts'

// The linter holds the caps of CONTRIBUTING.md; each is broken here once and seen to be caught.

const folder = mkdtempSync(join(tmpdir(), 'countersign-lint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')

const inFunction = (body: string): string => `export const run = (a: number): number => {\n${body}\n  return a\n}\n`

const BREAKS: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['max-lines', 'long.ts', lines(301, (i) => `export const value${i} = ${i}`)],
  ['max-lines-per-function', 'long-function.ts', inFunction(lines(60, (i) => `  a += ${i}`))],
  ['max-lines-per-function', 'long-panel.tsx', inFunction(lines(100, (i) => `  a += ${i}`))],
  ['complexity', 'branches.ts', inFunction(lines(10, (i) => `  if (a === ${i}) a += 2`))],
  [
    'max-params',
    'params.ts',
    'export const add = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e\n',
  ],
  ['no-explicit-any', 'any.ts', 'export const parse = (text: any): string => String(text)\n'],
  ['no-non-null-assertion', 'sure.ts', 'export const first = (list: number[]): number => list[0]!\n'],
  ['no-console', 'print.ts', 'console.log(1)\n'],
]

const FINE: readonly (readonly [file: string, text: string])[] = [
  ['fine.ts', lines(300, (i) => `export const value${i} = ${i}`)],
  ['fine-function.ts', inFunction(lines(57, (i) => `  a += ${i}`))],
  ['fine-panel.tsx', inFunction(lines(97, (i) => `  a += ${i}`))],
  ['fine-branches.ts', inFunction(lines(9, (i) => `  if (a === ${i}) a += 2`))],
]

const complaints = (file: string, text: string): readonly string[] => {
  writeFileSync(join(folder, file), text)
  const program = join(repository, 'node_modules/.bin/oxlint')
  const args = ['-c', join(repository, '.oxlintrc.json'), '--format=json', file]
  const { stdout } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code)
}

describe('the linter', () => {
  test.each(BREAKS)('%s catches %s', (rule, file, text) => {
    expect(complaints(file, text).join(' ')).toContain(rule)
  })

  test.each(FINE)('leaves %s alone, right below the cap', (file, text) => {
    expect(complaints(file, text)).toEqual([])
  })
})
