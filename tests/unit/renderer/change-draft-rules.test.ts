import type { Subscription } from '@countersign/shared/features/subscriptions'
import { describe, expect, test } from 'vitest'
import {
  type ChangeDraft,
  draftFor,
  isQuantity,
  modesOf,
  wishOf,
} from '../../../src-renderer/features/changes/draft-rules.ts'
import { changes as words } from '../../../src-renderer/messages/changes.ts'
import { anItem, aSubscription } from '../../support/builders.ts'

const prorationAt = '2026-11-16T00:00:00.000Z'
const running = (over: Partial<Subscription> = {}): Subscription => ({
  ...aSubscription({ items: [anItem({ quantity: 2 })] }),
  explanation: 'Paid up.',
  madeByHand: false,
  ...over,
})
const asked = (over: Partial<ChangeDraft>, subscription = running()) =>
  wishOf({ draft: { ...draftFor(subscription, 'change'), ...over }, subscription, prorationAt })

describe('a change', () => {
  test('sends only what was touched', () => {
    const items = [{ id: 'si_1', itemStripeId: 'si_1', priceStripeId: 'price_1', quantity: ' 3 ' }]
    expect(asked({ items })).toMatchObject({
      wish: {
        kind: 'subscription.change',
        payload: {
          items: [{ kind: 'update', itemStripeId: 'si_1', priceStripeId: null, quantity: 3 }],
          proration: 'always_invoice',
          prorationAt,
        },
      },
    })
  })

  test('of nothing is missing, and so is one of half a seat', () => {
    expect(asked({})).toEqual({ is: 'missing', why: words.noChange })
    const items = [{ id: 'si_1', itemStripeId: 'si_1', priceStripeId: 'price_1', quantity: '2.5' }]
    expect(asked({ items })).toEqual({ is: 'missing', why: words.wrongQuantity })
  })

  test('lets items go and come; one that was only opened is not sent', () => {
    const gone = { id: 'si_1', itemStripeId: 'si_1', priceStripeId: null, quantity: '2' }
    const open = { id: 'new', itemStripeId: null, priceStripeId: null, quantity: '1' }
    const come = { ...open, priceStripeId: 'price_9', quantity: '4' }
    expect(asked({ items: [gone, come] })).toMatchObject({
      wish: {
        payload: {
          items: [
            { kind: 'remove', itemStripeId: 'si_1' },
            { kind: 'add', priceStripeId: 'price_9', quantity: 4 },
          ],
        },
      },
    })
    const kept = { ...gone, priceStripeId: 'price_1' }
    expect(asked({ items: [kept, open] })).toEqual({ is: 'missing', why: words.noChange })
  })

  test('leaves an item by use alone', () => {
    const metered = running({ items: [anItem({ usage: 'metered', unitAmount: null, quantity: null })] })
    expect(asked({}, metered)).toEqual({ is: 'missing', why: words.noChange })
  })

  test('takes whole quantities from 1', () => {
    expect(['1', ' 17 ', '999999'].every(isQuantity)).toBe(true)
    expect(['', '0', '-1', '1.5', '1e3', '1000000', '01'].some(isQuantity)).toBe(false)
  })
})

describe('a stop', () => {
  test('on a day begins with that day, and without one is missing', () => {
    const end = { mode: 'end', when: 'at' } as const
    expect(asked({ ...end, endsOn: '2026-12-24' })).toMatchObject({
      wish: { payload: { when: 'at', at: '2026-12-24T00:00:00.000Z' } },
    })
    expect(asked(end)).toEqual({ is: 'missing', why: words.noDay })
  })

  test('can be taken back only where one stands', () => {
    expect(modesOf(running())).not.toContain('resume')
    expect(modesOf(running({ cancelAt: prorationAt }))).toContain('resume')
    expect(draftFor(running({ cancelAt: prorationAt }), 'resume').from).toBe('cancellation')
    expect(draftFor(running({ pause: { behavior: 'void', resumesAt: null } }), 'resume').from).toBe('pause')
  })
})
