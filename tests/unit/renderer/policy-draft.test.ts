import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { describe, expect, test } from 'vitest'
import { draftOf, readDraft, reasonIdOf, withLowerBand } from '../../../src-renderer/features/policy/draft-rules.ts'

const draft = draftOf(DEFAULT_POLICY)

describe('the form of the policy', () => {
  test('says just what the policy says', () => {
    expect(readDraft(draft)).toEqual({ is: 'policy', policy: DEFAULT_POLICY })
  })

  test('shows amounts as people write them, in the decimals of their currency', () => {
    // 250.00 USD in cents, 40,000 JPY without, 75.000 KWD in thousandths.
    expect(draft.budgets.teamDay).toMatchObject({ usd: '250.00', jpy: '40000', kwd: '75.000' })
  })

  test('leaves a currency out where its field is empty', () => {
    const teamDay = { ...draft.budgets.teamDay, kwd: ' ' }
    const read = readDraft({ ...draft, budgets: { ...draft.budgets, teamDay } })
    expect(read).toMatchObject({ is: 'policy' })
    expect(read.is === 'policy' && read.policy.budgets.teamDay).not.toHaveProperty('kwd')
  })

  test('names every amount and hour that can’t be read', () => {
    const teamDay = { ...draft.budgets.teamDay, usd: '1.234', jpy: '10.5' }
    const read = readDraft({ ...draft, requestHours: 'three', budgets: { ...draft.budgets, teamDay } })
    expect(read).toEqual({
      is: 'wrong',
      faults: [
        'Requests: “three” is not a whole number of hours.',
        'Budgets: “1.234” is not an amount of USD.',
        'Budgets: “10.5” is not an amount of JPY.',
      ],
    })
  })

  test('tells which kind a band is wrong for', () => {
    const rules = { ...draft.rules, 'credit.issue': withLowerBand(draft.rules['credit.issue'], ['usd']) }
    const free = rules['credit.issue'].map((band, at) =>
      at === 0 ? { ...band, upTo: { usd: '5' }, approvers: 0 as const } : band,
    )
    const read = readDraft({ ...draft, rules: { ...rules, 'credit.issue': free } })
    expect(read).toEqual({ is: 'wrong', faults: ['a credit: this is always approved by somebody.'] })
  })
})

describe('the id of a new reason', () => {
  test.each([
    ['Delayed feature', [], 'delayed-feature'],
    ['Delayed feature', ['delayed-feature'], 'delayed-feature-a'],
    ['Delayed feature', ['delayed-feature', 'delayed-feature-a'], 'delayed-feature-b'],
    ['  42!  ', [], 'reason'],
  ])('%s beside %j is %s', (label, taken, id) => expect(reasonIdOf(label, taken)).toBe(id))
})
