import { describe, expect, test } from 'vitest'
import { errorsPage } from '../../scripts/steps/errors-page.ts'
import { licenseCodesPage } from '../../scripts/steps/license-codes-page.ts'
import { type ErrorEntry, ERRORS } from '../../src-shared/errors.ts'
import { textOf, trackedFiles } from './tracked-files.ts'

// One catalogue, walked: every code has a status, a text for people, what they can do, a line in the docs and a test.

const entries = Object.entries<ErrorEntry>(ERRORS)

describe('the catalogue of errors', () => {
  test.each(entries)('%s has a status, a text and a next step', (_code, { status, text, next }) => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(text).toMatch(/^\p{Lu}.*[.]$/u)
    expect(next).toMatch(/^\p{Lu}.*[.]$/u)
  })

  test('is what docs/errors.md says (else: npm run docs)', () => {
    expect(textOf('docs/errors.md')).toBe(errorsPage())
  })

  test('has a test that provokes each code', () => {
    const tests = trackedFiles(/^tests\/(?!house\/).*[.](test|spec)[.]tsx?$/)
    const text = tests.map(textOf).join('\n')
    expect(entries.flatMap(([code]) => (new RegExp(`\\b${code}\\b`).test(text) ? [] : [code]))).toEqual([])
  })
})

test('the codes of the licence API are what docs/license-codes.md says (else: npm run docs)', () => {
  expect(textOf('docs/license-codes.md')).toBe(licenseCodesPage())
})
