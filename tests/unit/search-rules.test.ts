import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  backfillOf,
  NO_COUNTS,
  nextResource,
  pauseBefore,
  teamIdOf,
} from '../../server/features/mirror/mirror-rules.ts'
import {
  type Found,
  holdsWords,
  isAnswered,
  nearness,
  planSearch,
  rankFound,
} from '../../server/features/search/search-rules.ts'

describe('what a text may mean', () => {
  test.each([
    ['cus_NffrFeUfNV2Hib', 'customer'],
    ['sub_1MowQVLkdIwHu7ix', 'subscription'],
    ['in_1MtHbELkdIwHu7ixl4OzzPMv', 'invoice'],
    ['promo_1N', 'code'],
    ['  cus_NffrF \n', 'customer'],
  ])('%j is a Stripe id and nothing else', (text, table) => {
    const plan = planSearch(text)
    expect(plan.stripeId).toEqual({ table, id: text.trim() })
    expect([plan.teamId, plan.name, plan.email, plan.number, plan.code, plan.inside]).toEqual([
      null,
      null,
      null,
      null,
      null,
      [],
    ])
  })

  test.each(['cus', 'cus_', 'pm_1', 'constructor_1', '__proto___x', 'cus_a b'])(
    '%j is no id of a kind we keep',
    (text) => {
      expect(planSearch(text).stripeId).toBeNull()
    },
  )

  test('a team id keeps its case, names and e-mails lose it, numbers and codes are in capitals', () => {
    expect(planSearch('Team-8fA')).toMatchObject({
      teamId: 'Team-8fA',
      name: 'team-8fa',
      number: 'TEAM-8FA',
      code: 'TEAM-8FA',
    })
    expect(planSearch('Zoë.B@Example.com')).toMatchObject({ teamId: null, email: 'zoe.b@example.com', number: null })
    expect(planSearch('two words')).toMatchObject({
      teamId: null,
      email: null,
      name: 'two words',
      number: null,
      code: null,
    })
  })

  test('the middle is sought as typed, then word by word; not at all when too short for the index', () => {
    expect(planSearch('ab').inside).toEqual([])
    expect(planSearch('wang').inside).toEqual([['wang']])
    expect(planSearch('Li  Wang').inside).toEqual([['li wang'], ['li', 'wang']])
    expect(planSearch('ab c').inside).toEqual([['ab c']])
    expect(planSearch('北京').inside).toEqual([['北京']])
  })

  test('any text at all gives a plan without NUL and without half characters', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('\0', '\ud83d', '\ude00', 'a', '%', "'", '\\', '_') }),
    )
    fc.assert(
      fc.property(text, (text) => {
        const { stripeId, ...texts } = planSearch(text)
        for (const value of [stripeId?.id, ...Object.values(texts).flat(2)]) {
          if (typeof value !== 'string') continue
          expect(value).not.toContain('\0')
          expect(value.isWellFormed()).toBe(true)
          expect(value).not.toBe('')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['', '   ', '\0', '\u200b'])('%j asks for nothing', (text) => {
    expect(planSearch(text)).toMatchObject({ stripeId: null, teamId: null, name: null, inside: [] })
  })
})

describe('when the middle of names need not be searched', () => {
  const row = (matched: Found['matched'], value: string): Found => ({ objectStripeId: 'cus_1', matched, value })

  test.each([
    ['an e-mail as it stands', 'a@b.example', [row('email', 'a@b.example')], true],
    ['an e-mail being typed', 'a@b', [row('email', 'a@b.example')], true],
    ['the host of an e-mail', '@b.example', [], false],
    ['a team id as it stands', 'team-1', [row('team', 'team-1')], true],
    ['the beginning of a team id', 'team', [row('team', 'team-1')], false],
    ['an invoice number as it stands', 'ab-1', [row('number', 'AB-1')], true],
    ['a name as it stands, which others may hold too', 'acme', [row('name', 'acme')], false],
  ] as const)('%s', (_what, text, found, isEnough) => expect(isAnswered(planSearch(text), found)).toBe(isEnough))
})

describe('ranking', () => {
  test('whole, beginning, beginning of a word, inside', () => {
    expect(['ada', 'adam', 'dr ada', 'canada', '北ada'].map((value) => nearness(value, 'ada'))).toEqual([0, 1, 2, 3, 3])
  })

  test('nearest first, each object once by its nearest match', () => {
    const found = (objectStripeId: string, matched: Found['matched'], value: string): Found => ({
      objectStripeId,
      matched,
      value,
    })
    const ranked = rankFound(planSearch('ada'), [
      found('cus_1', 'name', 'canada'),
      found('cus_2', 'name', 'adam'),
      found('cus_1', 'email', 'ada'),
      found('cus_3', 'email', 'ada@example.com'),
    ])
    expect(ranked.map((row) => [row.objectStripeId, row.matched])).toEqual([
      ['cus_1', 'email'],
      ['cus_2', 'name'],
      ['cus_3', 'email'],
    ])
  })

  test('ranking neither loses nor invents an object', () => {
    const row = fc.record({
      objectStripeId: fc.constantFrom('a', 'b', 'c', 'd'),
      matched: fc.constantFrom('name' as const, 'email' as const),
      value: fc.string(),
    })
    fc.assert(
      fc.property(fc.array(row), fc.string(), (rows, text) => {
        const ranked = rankFound(planSearch(text), rows).map(({ objectStripeId }) => objectStripeId)
        expect(new Set(ranked).size).toBe(ranked.length)
        expect(new Set(ranked)).toEqual(new Set(rows.map(({ objectStripeId }) => objectStripeId)))
      }),
    )
  })

  test('every word has to stand somewhere', () => {
    expect(holdsWords(['ann', 'smi'], ['anna smith', null])).toBe(true)
    expect(holdsWords(['ann', 'acme'], ['anna smith', 'anna@acme.example'])).toBe(true)
    expect(holdsWords(['ann', 'zzz'], ['anna smith', null])).toBe(false)
  })
})

describe('the mirror’s rules', () => {
  test('the team id is the first configured key that holds something', () => {
    const keys = ['team', 'tenant-id']
    expect(teamIdOf({ 'tenant-id': 'b', team: 'a' }, keys)).toBe('a')
    expect(teamIdOf({ 'tenant-id': 'b', team: '  ' }, keys)).toBe('b')
    expect(teamIdOf({ Team: 'a' }, keys)).toBeNull()
    expect(teamIdOf({}, ['constructor', '__proto__'])).toBeNull()
  })

  test('pauses double, end at half a minute and spread by a quarter', () => {
    expect([1, 2, 5, 6, 20].map((attempt) => pauseBefore(attempt, 0))).toEqual([1000, 2000, 16_000, 30_000, 30_000])
    expect(pauseBefore(1, 1)).toBe(1250)
  })

  test('resources follow each other and end', () => {
    expect(['customers', 'codes'].map((resource) => nextResource(resource as 'customers'))).toEqual([
      'subscriptions',
      null,
    ])
  })

  test('without a fill there is nothing to tell', () => {
    expect(backfillOf(undefined)).toMatchObject({ state: 'never', counts: NO_COUNTS, resource: null })
  })
})
