import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conformanceChecks, readChecks, UnreadableCheck } from '../../stripe-sandbox/build/conformance-list.ts'
import { conformanceDocument } from '../../stripe-sandbox/build/write-conformance.ts'

const LIST = new URL('../../stripe-sandbox/docs/conformance.md', import.meta.url)

describe('the conformance checks of the sandbox', () => {
  it('are at least three hundred, each with its source', () => {
    const total = conformanceChecks().reduce((sum, { cases }) => sum + cases, 0)
    expect(total).toBeGreaterThanOrEqual(300)
  })

  it('are listed in docs/conformance.md', () => {
    expect(
      readFileSync(LIST, 'utf8') === conformanceDocument(),
      'docs/conformance.md is stale: run build/write-conformance.ts',
    ).toBe(true)
  })

  it('are counted case by case', () => {
    const text = "rules('SDK, Price', 'a price', () => { it('is one', f); it.each([1, 2, 3] as const)('of %d', f) })"
    expect(readChecks('prices', text)).toEqual([
      { area: 'prices', rule: 'a price: is one', cases: 1, source: 'SDK, Price' },
      { area: 'prices', rule: 'a price: of %d', cases: 3, source: 'SDK, Price' },
    ])
  })

  it.each([
    ['a group without a source', "describe('a price', () => { it('is one', f) })"],
    ['a check outside a group', "it('is one', f)"],
    ['a source too short to be one', "rules('SDK', 'a price', () => {})"],
    ['cases that are worked out', "rules('SDK, Price', 'a price', () => { it.each(cases())('of %d', f) })"],
  ])('refuse %s', (_name, text) => {
    expect(() => readChecks('prices', text)).toThrow(UnreadableCheck)
  })
})
