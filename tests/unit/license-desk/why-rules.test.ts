import type { InstanceLine, LicenseLine } from '@countersign/shared/features/license-desk'
import { describe, expect, test } from 'vitest'
import { standingOf } from '../../../server/features/license-desk/instance-rules.ts'
import { explainWhy, type WhyFacts } from '../../../server/features/license-desk/why-rules.ts'

const NOW = Date.parse('2026-11-20T12:40:00.000Z')

const instance = (over: Partial<InstanceLine> = {}): InstanceLine => ({
  id: 'ins_01JZZZZZZZZZZZZZZZZZZZZZZZ',
  licenseId: 'lic_01JZZZZZZZZZZZZZZZZZZZZZZZ',
  installId: 'install-0123456789',
  name: 'edge-gw-07',
  environment: 'production',
  isEphemeral: false,
  version: '2.31.0',
  releasedOn: '2026-05-01',
  lastSeenAt: '2026-11-20T12:30:00.000Z',
  lastAddress: '203.0.113.40',
  seatUntil: '2026-11-21T12:30:00.000Z',
  runUntil: '2026-11-21T12:30:00.000Z',
  standing: 'running',
  isCloneSuspected: false,
  counts: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
})

const license = (over: Partial<LicenseLine> = {}): LicenseLine => ({
  id: 'lic_01JZZZZZZZZZZZZZZZZZZZZZZZ',
  teamId: 'kestrel',
  customerStripeId: 'cus_1',
  customerName: 'Kestrel',
  product: 'loomfield',
  plan: 'Business',
  kind: 'subscription',
  source: 'item',
  state: 'active',
  reason: 'Its subscription runs.',
  until: null,
  production: { paid: 2, held: 1 },
  development: { paid: 0, held: 0 },
  updatesUntil: null,
  keyEndings: ['M2XQ9'],
  problem: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
})

const facts = (over: Partial<WhyFacts> = {}): WhyFacts => ({
  instance: instance(),
  license: license(),
  siblings: [],
  refusedAs: null,
  coverage: { isCovered: true, newest: null },
  over: [],
  now: NOW,
  ...over,
})

const SILENT = {
  lastSeenAt: '2026-11-18T02:14:00.000Z',
  runUntil: '2026-11-19T02:14:00.000Z',
  seatUntil: '2026-11-19T02:14:00.000Z',
}
const wrong = (over: Partial<WhyFacts>) =>
  explainWhy(facts(over))
    .checks.filter(({ isGood }) => !isGood)
    .map(({ name }) => name)

describe('why it stopped', () => {
  test('one that runs is told so, to the customer too', () => {
    const answer = explainWhy(facts())
    expect(answer).toMatchObject({ headline: 'It runs: its last check was answered.', isLocked: false })
    expect(answer.reply).toContain('everything is in order')
    expect(wrong({})).toEqual([])
  })

  test('silence is the last of causes, and its neighbours tell whether it is the way out', () => {
    const own = instance({ ...SILENT, standing: 'locked' })
    const other = instance({ ...SILENT, id: 'ins_01JZZZZZZZZZZZZZZZZZZZZZZ1', standing: 'locked' })
    const far = instance({ id: 'ins_01JZZZZZZZZZZZZZZZZZZZZZZ2', lastAddress: '198.51.100.24' })
    const answer = explainWhy(facts({ instance: own, siblings: [own, other, far] }))
    expect(answer.headline).toBe('No check has reached us since 18 Nov 2026, 02:14 UTC, so its lease ran out.')
    expect(answer.likely).toEqual([
      'The way out of 203.0.113.40: 1 more behind it went silent, while 1 elsewhere are heard.',
    ])
    expect(answer.isLocked).toBe(true)
    expect(answer.reply).toContain('One answered check unlocks it by itself')
    expect(wrong({ instance: own })).toEqual(['Contact'])
    const near = instance({ id: 'ins_01JZZZZZZZZZZZZZZZZZZZZZZ3' })
    expect(explainWhy(facts({ instance: own, siblings: [own, near] })).likely).toEqual([
      'The machine itself: others behind the same address are heard.',
    ])
  })

  test.each([
    [
      { license: license({ state: 'suspended', reason: 'Its subscription is paused.' }) },
      'Its license is suspended: Its subscription is paused.',
      ['License'],
    ],
    [
      { license: license({ state: 'pending-payment', reason: 'Its invoice isn’t paid.' }) },
      'Its license is pending-payment: Its invoice isn’t paid.',
      ['License'],
    ],
    [
      { coverage: { isCovered: false, newest: '2.30.0' } },
      'Version 2.31.0 is newer than what the license covers.',
      ['Version'],
    ],
    [
      { refusedAs: 'CLONE_SUSPECTED', instance: instance({ isCloneSuspected: true }) },
      'Two copies of its store check in turn, and it is refused for that.',
      ['Clone'],
    ],
    [{ instance: instance({ standing: 'released' }) }, 'Its seat was released.', ['Contact']],
    [
      { instance: instance({ ...SILENT, standing: 'idle' }), license: license({ production: { paid: 1, held: 1 } }) },
      'Its seat returned, and all others are taken.',
      ['Contact', 'Seat'],
    ],
  ] satisfies ReadonlyArray<[Partial<WhyFacts>, string, string[]]>)(
    'a cause that we know goes before silence: %#',
    (over, headline, checks) => {
      expect(explainWhy(facts(over)).headline).toBe(headline)
      expect(wrong(over)).toEqual(checks)
    },
  )

  test('the reply gives the code’s own words', () => {
    const over = { license: license({ state: 'revoked', reason: 'Fraud' }) } as const
    expect(explainWhy(facts(over)).reply).toContain('This licence was revoked.')
  })
})

describe('how an instance stands', () => {
  const at = (over: object = {}) => ({
    lastSeenAt: NOW,
    seatUntil: NOW + 86_400_000,
    runUntil: NOW + 86_400_000,
    releasedAt: null,
    lastAddress: '203.0.113.40',
    ...over,
  })
  const hourly = { checkEverySeconds: 3600 }
  // Two checks and five minutes.
  const LATE = 2 * 3_600_000 + 300_000

  test.each([
    [at(), NOW + LATE - 1, 'running'],
    [at(), NOW + LATE, 'silent'],
    [at(), NOW + 86_400_000, 'locked'],
    [at({ seatUntil: NOW + 600_000 }), NOW + 600_000, 'idle'],
    [at({ releasedAt: NOW }), NOW, 'released'],
    [at({ lastAddress: 'offline' }), NOW + LATE, 'running'],
    [at({ lastAddress: 'offline' }), NOW + 86_400_000, 'locked'],
  ] as const)('%#', (row, now, standing) => {
    expect(standingOf(row, hourly, now)).toBe(standing)
  })
})
