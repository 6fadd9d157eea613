import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareLines,
  differenceWords,
  type InvoicedLine,
  openDifferences,
  type QuotedLine,
  totalDifference,
} from '../../../server/features/invoices/comparison-rules.ts'

// Guards: a changed price, quantity or word, an added or a missing line can't pass unseen, and what was accepted of one
// reading counts for no other.

const quoted: QuotedLine[] = [
  { description: 'Enterprise', quantity: 1, unitAmount: 2_400_000 },
  { description: 'Development', quantity: 10, unitAmount: 24_000 },
]
const line = (quoteLine: number | null, over: Partial<InvoicedLine> = {}): InvoicedLine => {
  const base = quoted[quoteLine ?? -1] ?? { description: 'Onboarding', quantity: 1, unitAmount: 50_000 }
  const merged = { ...base, quoteLine, ...over }
  return { ...merged, amount: over.amount ?? merged.quantity * merged.unitAmount }
}
const differs = (invoiced: readonly InvoicedLine[]) => compareLines(quoted, invoiced, 'usd').map((one) => one.differs)

const anyLine = fc.record({
  description: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 50 }),
  unitAmount: fc.integer({ min: 0, max: 9_999_999 }),
})
const anyInvoiced = fc
  .tuple(anyLine, fc.option(fc.integer({ min: 0, max: 8 })), fc.integer({ min: -5000, max: 5000 }))
  .map(([one, quoteLine, off]) => ({ ...one, quoteLine, amount: one.quantity * one.unitAmount + off }))

describe('a comparison', () => {
  test('names what differs', () => {
    expect(differs([line(0), line(1)])).toEqual([[], []])
    expect(differs([line(0), line(1, { quantity: 12 })])).toEqual([[], ['quantity']])
    expect(differs([line(0, { unitAmount: 2_399_999 }), line(1)])).toEqual([['price'], []])
    expect(differs([line(0, { description: 'Enterprise, cloud' }), line(1)])).toEqual([['description'], []])
    expect(differs([line(1)])).toEqual([['missing'], []])
    expect(differs([line(0), line(1), line(null)])).toEqual([[], [], ['added']])
    expect(differs([line(0), line(1), line(1)])).toEqual([[], [], ['added']])
    expect(differs([line(0, { quoteLine: 7 }), line(1)])).toEqual([['missing'], [], ['added']])
  })

  test('sees an amount that isn’t quantity times price', () => {
    expect(differs([line(0, { amount: 2_399_999 }), line(1)])).toEqual([['price'], []])
  })

  test('says it in words', () => {
    const [, development] = compareLines(quoted, [line(0), line(1, { quantity: 12 })], 'usd')
    // 2 × 240.00
    expect(development && differenceWords(development)).toBe(
      'Quoted Development: 10 × 240.00 USD; invoiced Development: 12 × 240.00 USD (+480.00 USD)',
    )
  })

  test('holds the whole difference, line by line', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 8 }), fc.array(anyInvoiced, { maxLength: 12 }), (left, right) => {
        const lines = compareLines(left, right, 'eur')
        const before = left.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0)
        const after = right.reduce((sum, { amount }) => sum + amount, 0)
        expect(totalDifference(lines, 'eur')).toEqual({ amount: after - before, currency: 'eur' })
        // Each line of both sides is there once.
        expect(lines.filter((one) => one.quoted)).toHaveLength(left.length)
        expect(lines.filter((one) => one.invoiced)).toHaveLength(right.length)
      }),
    )
  })

  test('that names no difference is the quote itself', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.array(anyInvoiced, { maxLength: 6 }), (left, right) => {
        const lines = compareLines(left, right, 'usd')
        const isSame = lines.every((one) => one.differs.length === 0)
        const flat = lines.map(({ quoted: a, invoiced: b }) => JSON.stringify(a) === JSON.stringify(b))
        expect(isSame).toBe(flat.every(Boolean))
      }),
    )
  })
})

describe('an accepted difference', () => {
  const accept = (lines: ReturnType<typeof compareLines>) => lines.map(({ key }) => ({ key }))

  test('counts as it reads, and not after either side moved', () => {
    const twelve = compareLines(quoted, [line(0), line(1, { quantity: 12 })], 'usd')
    expect(openDifferences(twelve, [])).toHaveLength(1)
    expect(openDifferences(twelve, accept(twelve))).toEqual([])
    const thirteen = compareLines(quoted, [line(0), line(1, { quantity: 13 })], 'usd')
    expect(openDifferences(thirteen, accept(twelve))).toHaveLength(1)
    const [first, second] = quoted
    const requoted = [first, { ...second, unitAmount: 23_000 }] as QuotedLine[]
    expect(
      openDifferences(compareLines(requoted, [line(0), line(1, { quantity: 12 })], 'usd'), accept(twelve)),
    ).toHaveLength(1)
    const euros = compareLines(quoted, [line(0), line(1, { quantity: 12 })], 'eur')
    expect(openDifferences(euros, accept(twelve))).toHaveLength(1)
  })

  test('covers one of two lines that were added alike', () => {
    const lines = compareLines(quoted, [line(0), line(1), line(null), line(null)], 'usd')
    const added = lines.find((one) => one.differs.includes('added'))
    expect(openDifferences(lines, [{ key: added?.key ?? '' }])).toHaveLength(1)
  })

  test('of any reading never covers another', () => {
    fc.assert(
      fc.property(anyLine, anyLine, anyLine, (a, b, c) => {
        const compare = (one: typeof a) =>
          compareLines([a], [{ ...one, quoteLine: 0, amount: one.quantity * one.unitAmount }], 'usd')
        const isSame = JSON.stringify(b) === JSON.stringify(c)
        const open = openDifferences(compare(c), accept(compare(b)))
        expect(open.length > 0).toBe(!isSame && JSON.stringify(c) !== JSON.stringify(a))
      }),
    )
  })
})
