import { describe, expect, test } from 'vitest'
import {
  hasRoom,
  maySend,
  movesTo,
  periodWords,
  referenceOf,
  returnUrls,
} from '../../../server/features/links/link-rules.ts'
import { portalMail, purchaseMail, withAddress } from '../../../server/features/links/mail-text-rules.ts'

test.each([
  ['kestrel-7_B', 'kestrel-7_B'],
  ['acme.eu', null],
  ['acme:west', null],
  ['', null],
])('the reference of team %j', (teamId, reference) => {
  expect(referenceOf(teamId)).toBe(reference)
})

test('thirty links fit in an hour, five mails on a link', () => {
  expect([hasRoom(29), hasRoom(30), maySend(4), maySend(5)]).toEqual([true, false, true, false])
})

test('what became of the purchase is added to the page’s own address', () => {
  expect(returnUrls('https://loomfield.example/billing?lang=de#plans')).toEqual({
    successUrl: 'https://loomfield.example/billing?lang=de&purchase=complete#plans',
    cancelUrl: 'https://loomfield.example/billing?lang=de&purchase=cancelled#plans',
  })
})

test.each([
  ['month', 1, 'month'],
  ['month', 3, '3 months'],
  ['year', 1, 'year'],
])('a %s counted %i is billed every %s', (interval, count, words) => {
  expect(periodWords(interval, count)).toBe(words)
})

test('nothing moves out of an end', () => {
  const ends = new Set(['complete', 'expired', 'failed', 'given'])
  for (const state of ['open', 'complete', 'expired'] as const)
    expect(movesTo(state).filter((from) => ends.has(from))).toEqual([])
})

describe('mails', () => {
  test('a portal link takes the place of its mark, whatever signs its address has', () => {
    const { text } = portalMail({ ticket: '#1', from: 'Ines' })
    expect(text).not.toContain('http')
    expect(withAddress(text, 'https://x.example/$&/$1')).toContain('\n\nhttps://x.example/$&/$1\n\n')
  })

  test('a purchase link says what is sold, how often it is billed and until when it works', () => {
    const { subject, text } = purchaseMail({
      what: 'Business × 3',
      period: 'year',
      ticket: '#48213',
      url: 'https://checkout.example/1',
      expiresAt: '2026-06-02T00:00:00.000Z',
      from: 'Ines Albrecht',
    })
    expect(subject).toBe('Your purchase link (#48213)')
    expect(text).toContain('buy Business × 3, billed every year:\n\nhttps://checkout.example/1\n\n')
    expect(text).toContain('until 2 Jun 2026, 00:00 UTC')
  })
})
