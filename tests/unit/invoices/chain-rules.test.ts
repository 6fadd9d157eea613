import { describe, expect, test } from 'vitest'
import { type ChainFacts, describeChain } from '../../../server/features/invoices/chain-rules.ts'
import { obstaclesBeforeSend } from '../../../server/features/invoices/obstacle-rules.ts'
import { stateOf } from '../../../server/features/invoices/standing-rules.ts'
import { nextStep } from '../../../server/features/invoices/step-rules.ts'
import { taskStateAfter } from '../../../server/features/invoices/task-rules.ts'

// Guards: the chain tells what happened and nothing else; a request that came to nothing gives the draft back.

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const HOUR = 3_600_000

const facts: ChainFacts = {
  acceptedAt: NOW - 100 * HOUR,
  state: 'editing',
  problem: null,
  approval: null,
  status: null,
  holder: 'Tobias',
  changedAt: NOW,
  draftedAt: null,
  askedAt: null,
  sentAt: null,
  dueAt: null,
  paidAt: null,
  voidedAt: null,
  uncollectibleAt: null,
  tasks: [],
}
const approval = { state: 'requested', approversNeeded: 2, approvals: 1, requesterName: 'Tobias' } as const
const drafted = { ...facts, state: 'drafted', draftedAt: NOW - HOUR, status: 'draft' } as const
const sent = { ...drafted, state: 'sent', status: 'open', sentAt: NOW, askedAt: NOW, dueAt: NOW + 1 } as const
const stages = (over: ChainFacts, now = NOW) => describeChain(over, now).map(({ state }) => state)

describe('a chain', () => {
  test.each<[string, ChainFacts, string[]]>([
    ['begun', facts, ['done', 'open', 'waiting', 'waiting', 'waiting', 'waiting']],
    [
      'not drafted',
      { ...facts, problem: 'Stripe refused' },
      ['done', 'failed', 'waiting', 'waiting', 'waiting', 'waiting'],
    ],
    ['drafted', drafted, ['done', 'done', 'open', 'waiting', 'waiting', 'waiting']],
    [
      'asked',
      { ...drafted, state: 'asked', askedAt: NOW, approval },
      ['done', 'done', 'open', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'being sent',
      { ...drafted, state: 'asked', askedAt: NOW, approval: { ...approval, state: 'executing' } },
      ['done', 'done', 'done', 'open', 'waiting', 'waiting'],
    ],
    [
      'sent',
      { ...sent, approval: { ...approval, state: 'done' } },
      ['done', 'done', 'done', 'done', 'open', 'not-needed'],
    ],
    ['discarded', { ...drafted, state: 'discarded' }, ['done', ...Array.from({ length: 5 }, () => 'not-needed')]],
  ])('%s', (_name, over, states) => {
    expect(stages(over)).toEqual(states)
  })

  test('says who holds it, and is late from the first moment after it was due', () => {
    const [, , asked] = describeChain({ ...drafted, state: 'asked', askedAt: NOW, approval }, NOW)
    expect(asked).toMatchObject({ text: '1 of 2', holder: 'approvers' })
    expect(stages(sent, NOW + 1)[4]).toBe('open')
    expect(stages(sent, NOW + 2)[4]).toBe('stuck')
  })

  test('names the task that stands the longest', () => {
    const tasks = [
      { state: 'open', since: NOW, holder: 'licenses' },
      { state: 'open', since: NOW - 49 * HOUR, holder: 'finance' },
      { state: 'done', since: NOW - 90 * HOUR, holder: null },
    ] as const
    expect(describeChain({ ...sent, tasks }, NOW)[5]).toMatchObject({
      state: 'stuck',
      text: '1 of 3 delivered',
      holder: 'finance',
    })
    const done = tasks.map((task) => ({ ...task, state: 'done' as const }))
    expect(describeChain({ ...sent, tasks: done }, NOW)[5]).toMatchObject({ state: 'done', text: '3 of 3 delivered' })
  })
})

describe('where it stands', () => {
  test.each(['rejected', 'withdrawn', 'expired', 'stale', 'failed'] as const)(
    'a %s request gives the draft back',
    (state) => {
      expect(stateOf('asked', { state })).toBe('drafted')
    },
  )

  test.each(['requested', 'approved', 'executing', 'needs-person', 'done'] as const)(
    'one that is %s keeps it',
    (state) => {
      expect(stateOf('asked', { state })).toBe('asked')
    },
  )

  test('the wizard goes on at the first answer that is missing', () => {
    const missing = (...codes: ReadonlyArray<'customer' | 'lines' | 'methods'>) =>
      codes.map((code) => ({ code, words: '' }))
    expect(nextStep('editing', missing('methods', 'customer'))).toBe('customer')
    expect(nextStep('editing', missing('methods', 'lines'))).toBe('lines')
    expect(nextStep('editing', missing('methods'))).toBe('payment')
    expect(nextStep('drafted', [])).toBe('review')
    expect(nextStep('asked', missing('customer'))).toBe('approval')
    expect(nextStep('sent', [])).toBe('sent')
  })

  test('an invoice that was voided at Stripe can’t be sent', () => {
    const choices = {
      customer: null,
      lines: [],
      methods: [],
      daysUntilDue: 30,
      memo: '',
      taxRateStripeIds: [],
      accepted: [],
    }
    const quote = { reference: 'Q-1', currency: 'usd' }
    const asked = { choices, quote, state: 'drafted' as const, comparison: [], terms: [] }
    const live = (status: string) =>
      obstaclesBeforeSend({ ...asked, hasDraft: true, isOutdated: false, live: { status, email: 'a@b.example' } })
    expect(live('draft')).toEqual([])
    expect(live('open')).toEqual([])
    expect(live('void')).toEqual([{ code: 'gone', words: 'The invoice is void at Stripe.' }])
  })
})

describe('a task', () => {
  const task = (deliverOn: 'sent' | 'paid', doneAt: number | null = null, fulfilledBy: string | null = null) => ({
    deliverOn,
    doneAt,
    fulfilledBy,
  })

  test('follows its invoice', () => {
    expect(taskStateAfter(task('sent'), 'open')).toBe('open')
    expect(taskStateAfter(task('paid'), 'open')).toBe('waiting')
    expect(taskStateAfter(task('paid'), 'paid')).toBe('open')
    expect(taskStateAfter(task('sent'), 'void')).toBe('suspended')
    expect(taskStateAfter(task('sent', NOW), 'uncollectible')).toBe('suspended')
    expect(taskStateAfter(task('sent', NOW), 'paid')).toBe('done')
  })

  test('whose license was issued before is delivered by the payment', () => {
    expect(taskStateAfter(task('paid', null, 'lic_1'), 'open')).toBe('waiting')
    expect(taskStateAfter(task('paid', null, 'lic_1'), 'paid')).toBe('done')
    expect(taskStateAfter(task('paid', null, 'lic_1'), 'void')).toBe('suspended')
  })
})
