import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId } from '../../../server/kernel/ids.ts'
import { cursorOf, keyOf } from '../../../server/features/audit-log/page-rules.ts'

it('a cursor names the entry it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (at) => {
      const key = { at, id: newId('aud', at) }
      expect(keyOf(cursorOf(key))).toEqual(key)
    }),
  )
})

it('any other text is no cursor', () => {
  for (const text of ['', '1', 'x.aud_1', `1.${'a'.repeat(90)}`, "1.aud_' or 1=1 --", '1e9.aud_0'])
    expect(keyOf(text)).toBeNull()
})
