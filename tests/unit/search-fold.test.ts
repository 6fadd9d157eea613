import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldOrNull, foldText } from '../../server/features/search/fold-rules.ts'

describe('what a person would call the same word folds to the same letters', () => {
  test.each([
    ['MÜLLER', 'muller'],
    ['Müller', 'muller'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Søren Łukasz', 'soren lukasz'],
    ['İstanbul ışık', 'istanbul isik'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['Οδυσσεύς', 'οδυσσευσ'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['ﬁnance', 'finance'],
    ['مُحَمَّد', 'محمد'],
    ['さくらが', 'さくらか'],
    ['ﾃﾞｰﾀ', 'テータ'],
    ['北京', '北京'],
    ['👩‍💻', '👩💻'],
    ['❤️', '❤'],
    ['  two\t\n words ', 'two words'],
    ['right\u200fto\u200eleft', 'righttoleft'],
    ['nul\u0000l', 'null'],
  ])('%j → %j', (text, folded) => expect(foldText(text)).toBe(folded))
})

test('folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)),
    {
      numRuns: 2000,
    },
  )
})

test('case never matters', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from('aZéßøıçДяΣς9 ')) })
  fc.assert(fc.property(letters, (text) => foldText(text.toUpperCase()) === foldText(text)))
})

test('nothing to find by is null', () => {
  expect([foldOrNull(null), foldOrNull(''), foldOrNull(' \u200b'), foldOrNull('A')]).toEqual([null, null, null, 'a'])
})
