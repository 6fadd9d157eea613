import { describe, expect, test } from 'vitest'
import { resultOnTheWordOf, wordIn } from '../../../server/features/executions/word-rules.ts'

describe('a result on a person’s word', () => {
  test('names the request in which the word was given', () =>
    expect(wordIn(JSON.parse(JSON.stringify(resultOnTheWordOf('apr_word'))))).toBe('apr_word'))

  test.each([null, undefined, 'apr_word', 7, [], {}, { made: 'one' }, { onTheWordOf: null }, { onTheWordOf: 7 }])(
    'is not what Stripe gave: %j',
    (result) => expect(wordIn(result)).toBeNull(),
  )
})
