import { describe, expect, test } from 'vitest'
import { holdsQuery, inScope, readQuery, stillFit } from '../../../src-renderer/features/search/query-rules.ts'
import { hitPath } from '../../../src-renderer/features/search/hit-looks.ts'
import type { SearchHit } from '../../../src-shared/features/search.ts'

// Guards: a result that answers an older text is never shown as the answer to the newer one.

const hit = (over: Partial<SearchHit>): SearchHit => ({
  kind: 'customer',
  title: 'Marlow & Finch Robotics',
  detail: 'finance@marlowfinch.example',
  teamId: '7Kq9xLw2Vd',
  customerStripeId: 'cus_1',
  objectStripeId: 'cus_1',
  matched: 'name',
  isExact: false,
  ...over,
})

describe('what is typed', () => {
  test.each([
    ['  mar ', 'all', 'mar'],
    ['> dark', 'actions', 'dark'],
    ['#in_1', 'ids', 'in_1'],
    ['@loomfield', 'emails', 'loomfield'],
    ['', 'all', ''],
  ])('%j is %s for %j', (typed, scope, text) => {
    expect(readQuery(typed)).toEqual({ scope, text })
  })

  test('words may stand in any order', () => {
    expect(holdsQuery('Go to Settings', 'settings go')).toBe(true)
    expect(holdsQuery('Go to Settings', 'settings audit')).toBe(false)
  })
})

describe('hits', () => {
  test('a scope keeps what was matched that way', () => {
    const hits = [hit({ matched: 'email' }), hit({ matched: 'team' })]
    expect(inScope(hits, 'emails')).toHaveLength(1)
    expect(inScope(hits, 'ids')).toHaveLength(1)
    expect(inScope(hits, 'actions')).toEqual([])
  })

  test('of an older answer only what holds the new text stays', () => {
    const hits = [hit({}), hit({ title: 'Marina', detail: '', teamId: null, objectStripeId: 'cus_2' })]
    expect(stillFit(hits, 'marl').map(({ title }) => title)).toEqual(['Marlow & Finch Robotics'])
  })

  test('an invoice opens the team at that invoice', () => {
    const path = hitPath(hit({ kind: 'invoice', objectStripeId: 'in_9' }))
    expect(path).toBe('#/teams/cus_1?team=7Kq9xLw2Vd&tab=invoices&item=in_9')
  })

  test('what belongs to no customer leads nowhere', () => {
    expect(hitPath(hit({ customerStripeId: null }))).toBeUndefined()
  })
})
