import * as fc from 'fast-check'
import { searchResultSchema } from '@countersign/shared/features/search'
import { beforeAll, describe, expect, test } from 'vitest'
import { indexDocuments } from '../../server/features/search/index-documents.ts'
import { writePage } from '../../server/features/mirror/write-page.ts'
import { findMirrorCandidates } from '../../server/features/teams/store.ts'
import { foldText } from '../../server/features/search/fold-rules.ts'
import { searchMirror } from '../../server/features/search/search-mirror.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { MirrorResource, MirrorRow } from '../../server/ports/payment-gateway.ts'
import { eachDatabase } from '../support/databases.ts'
import { aListing, aMirrorKernel, aMirrorRow, AT } from '../support/mirror-fixtures.ts'

// Guarantee: what staff may paste or type finds its object in any script, the same on every database, from the first
// letter on; and what only looks alike isn't called exact.

const customer = (id: string, name: string | null, email: string | null, team?: string) =>
  aMirrorRow({ stripeId: `cus_${id}`, customerStripeId: `cus_${id}`, name, email, metadata: team ? { team } : {} })

const CUSTOMERS = [
  customer('plain', 'Acme Logistics GmbH', 'billing@acme.example', 'team-8fa2'),
  customer('twin', 'Acme Logistik', 'twin@acme.example', 'team-8fa2'),
  customer('other', 'Other Corp', 'zoë@other.example', 'team-8fa2x'),
  customer('marks', 'Müller & Søns Straße', 'MUELLER@Example.com', 'Team-8FA2'),
  customer('turkish', 'Işık İnşaat', 'isik@example.com'),
  customer('han', '北京东方科技有限公司', 'bj@example.cn'),
  customer('arabic', 'شركة النُّور للبرمجيات', 'noor@example.ae'),
  customer('hebrew', 'חברת \u200fשלום בע״מ', null),
  customer('kana', 'ひまわりデータ', 'kana@example.jp'),
  customer('emoji', '🚀🌊🔥 Rocket 👩‍💻', 'rocket@example.io'),
  customer('sql', `Robert'); DROP TABLE "mirror_customer"; --`, 'bobby@example.com'),
  customer('wild', '100% _under\\score*', 'wild@example.com'),
  customer('long', 'x'.repeat(5000) + 'needle', 'long@example.com'),
  customer('nul', 'Nu\u0000ll \ud83d half', 'nul@example.com'),
  customer('nameless', null, 'nameless@example.com'),
  customer('blank', '  ', null),
  aMirrorRow({ stripeId: 'cus_gone', name: 'Gone Forever', email: 'gone@example.com', isDeleted: true }),
]

const OTHERS: ReadonlyArray<readonly [MirrorResource, readonly MirrorRow[]]> = [
  [
    'subscriptions',
    [aMirrorRow({ stripeId: 'sub_han', customerStripeId: 'cus_han', metadata: { 'tenant-id': 'tenant:77' } })],
  ],
  [
    'invoices',
    [
      aMirrorRow({ stripeId: 'in_1', customerStripeId: 'cus_plain', number: 'KR7F2A1C-0041', status: 'paid' }),
      aMirrorRow({ stripeId: 'in_2', customerStripeId: 'cus_plain', number: 'KR7F2A1C-0042', status: 'open' }),
      aMirrorRow({ stripeId: 'in_3', customerStripeId: 'cus_plain', status: 'draft' }),
    ],
  ],
  [
    'codes',
    [aMirrorRow({ stripeId: 'promo_1', code: 'Spring-2026', couponStripeId: 'spring', customerStripeId: null })],
  ],
]

const touch = (kernel: Kernel, resource: MirrorResource, rows: readonly MirrorRow[], asOf = AT) =>
  inTransaction(kernel.db, (tx) => writePage(tx, resource, rows, { teamKeys: kernel.settings.teamKeys, asOf }))

const indexAll = async (kernel: Kernel) => {
  while ((await indexDocuments(kernel, 'test')) > 0);
}

eachDatabase((_name, open) => {
  let kernel: Kernel
  const find = (text: string, limit = 20) => searchMirror(kernel, { text, limit })
  const ids = async (text: string) => (await find(text)).hits.map((hit) => hit.objectStripeId)

  beforeAll(async () => {
    kernel = aMirrorKernel((await open()).db, aListing({}))
    await touch(kernel, 'customers', CUSTOMERS)
    for (const [resource, rows] of OTHERS) await touch(kernel, resource, rows)
    await indexAll(kernel)
  })

  test('an exact Stripe id is the one answer, and says so', async () => {
    const { hits, hasMore, asOf } = await find('cus_plain')
    expect({ hits, hasMore, asOf }).toEqual({
      hits: [
        {
          kind: 'customer',
          title: 'Acme Logistics GmbH',
          detail: 'billing@acme.example',
          teamId: 'team-8fa2',
          customerStripeId: 'cus_plain',
          objectStripeId: 'cus_plain',
          matched: 'id',
          isExact: true,
        },
      ],
      hasMore: false,
      asOf: new Date(AT).toISOString(),
    })
    expect((await find('in_2')).hits).toMatchObject([
      {
        kind: 'invoice',
        title: 'KR7F2A1C-0042',
        detail: 'open · Acme Logistics GmbH',
        customerStripeId: 'cus_plain',
        isExact: true,
      },
    ])
    expect((await find('sub_han')).hits).toMatchObject([{ kind: 'subscription', teamId: 'tenant:77', isExact: true }])
    expect((await find('promo_1')).hits).toMatchObject([{ kind: 'code', title: 'Spring-2026', isExact: true }])
    expect((await find('cus_gone')).hits).toMatchObject([{ detail: 'gone@example.com · deleted' }])
    expect((await find('cus_nobody')).hits).toEqual([])
  })

  test('the beginning of an id is not exact', async () => {
    expect((await find('cus_pla')).hits).toMatchObject([{ objectStripeId: 'cus_plain', isExact: false }])
  })

  test('a team id keeps its case; two holders are both shown and neither is exact', async () => {
    const { hits } = await find('team-8fa2')
    expect(hits.slice(0, 3).map((hit) => [hit.kind, hit.objectStripeId, hit.isExact])).toEqual([
      ['team', 'cus_plain', false],
      ['team', 'cus_twin', false],
      ['team', 'cus_other', false],
    ])
    expect((await find('Team-8FA2')).hits[0]).toMatchObject({ objectStripeId: 'cus_marks', isExact: true })
    expect((await find('tenant:77')).hits).toMatchObject([{ kind: 'team', objectStripeId: 'cus_han', isExact: true }])
    expect((await find('team-8fa2x')).hits[0]).toMatchObject({ objectStripeId: 'cus_other', isExact: true })
  })

  describe.each([
    ['e-mail in another case', 'Billing@ACME.example', 'cus_plain'],
    ['beginning of an e-mail', 'muell', 'cus_marks'],
    ['host of an e-mail', '@other.exam', 'cus_other'],
    ['e-mail with marks left away', 'zoe@other', 'cus_other'],
    ['name without marks', 'muller & sons', 'cus_marks'],
    ['ß as ss', 'STRASSE', 'cus_marks'],
    ['Turkish i', 'isik', 'cus_turkish'],
    ['Turkish capital i', 'insaat', 'cus_turkish'],
    ['Chinese, two signs from the middle', '东方', 'cus_han'],
    ['Chinese, five', '科技有限公', 'cus_han'],
    ['Arabic without its vowel marks', 'النور', 'cus_arabic'],
    ['Arabic infix', 'برمج', 'cus_arabic'],
    ['Hebrew behind a direction mark', 'שלום', 'cus_hebrew'],
    ['Japanese infix', 'わりデ', 'cus_kana'],
    ['three emoji', '🚀🌊🔥', 'cus_emoji'],
    ['an emoji joined of two', '👩‍💻', 'cus_emoji'],
    ['quotes and semicolons', `t'); dro`, 'cus_sql'],
    ['percent', '100% _', 'cus_wild'],
    ['underscore and backslash', 'under\\sco', 'cus_wild'],
    ['the end of five thousand letters', 'needle', 'cus_long'],
    ['a name that held NUL', 'null', 'cus_nul'],
    ['two words in the other order', 'gmbh acme', 'cus_plain'],
    ['a word of the name and one of the e-mail', 'logistik twin@', 'cus_twin'],
    ['a customer without a name', 'nameless', 'cus_nameless'],
    ['invoice number in small letters', 'kr7f2a1c-0041', 'in_1'],
    ['code in another case', 'SPRING-2026', 'promo_1'],
  ])('%s', (_what, text, objectStripeId) => {
    test(`${JSON.stringify(text)} finds ${objectStripeId}`, async () =>
      expect((await ids(text))[0]).toBe(objectStripeId))
  })

  test('every keystroke of a name finds it', async () => {
    for (const name of ['Acme Logistics GmbH', '北京东方科技有限公司', 'Işık İnşaat']) {
      const letters = Array.from(name)
      const holder = CUSTOMERS.find((row) => row.name === name)?.stripeId
      for (let length = 1; length <= letters.length; length++) {
        expect(await ids(letters.slice(0, length).join(''))).toContain(holder)
      }
    }
  })

  test('what merely looks like a pattern is taken by its letters', async () => {
    for (const text of ['%', '_cme', 'acme%', '*', 'a*e', '.*', "' or 1=1 --"]) expect(await ids(text)).toEqual([])
  })

  test('deleted customers are found by their id only', async () => {
    expect(await ids('gone')).toEqual([])
    expect(await ids('forever')).toEqual([])
  })

  test('any text is answered, never refused', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        searchResultSchema.parse(await find(text))
      }),
      { numRuns: 150 },
    )
  })

  test('a limit is kept, and that there is more is told', async () => {
    const { hits, hasMore } = await find('example', 3)
    expect([hits.length, hasMore]).toEqual([3, true])
    expect((await find('needle', 1)).hasMore).toBe(false)
  })

  test('candidates of a team id: on the customer and on the subscription, letter for letter', async () => {
    expect((await findMirrorCandidates(kernel.db, 'team-8fa2')).toSorted()).toEqual(['cus_plain', 'cus_twin'])
    expect(await findMirrorCandidates(kernel.db, 'tenant:77')).toEqual(['cus_han'])
    expect(await findMirrorCandidates(kernel.db, 'TENANT:77')).toEqual([])
  })

  describe('what changes', () => {
    const before = customer('moving', 'Quirkyname Holdings', 'quirky@example.com')

    test('a new name is found at once by its beginning and after indexing by its middle; the old one no more', async () => {
      await touch(kernel, 'customers', [before])
      await indexAll(kernel)
      expect(await ids('rkyname')).toEqual(['cus_moving'])
      await touch(kernel, 'customers', [{ ...before, name: 'Different Zzwords' }], AT + 1)
      expect(await ids('rkyname')).toEqual([])
      expect(await ids('different z')).toEqual(['cus_moving'])
      await indexAll(kernel)
      expect(await ids('zword')).toEqual(['cus_moving'])
    })

    test('what was read earlier never replaces what was read later', async () => {
      await touch(kernel, 'customers', [{ ...before, name: 'Newest Yyname' }], AT + 10)
      await touch(kernel, 'customers', [{ ...before, name: 'Older Xxname' }], AT + 9)
      await indexAll(kernel)
      expect(await ids('xxname')).toEqual([])
      expect(await ids('yyname')).toEqual(['cus_moving'])
    })

    test('the same object twice in one page is no error', async () => {
      await touch(kernel, 'customers', [before, { ...before, name: 'Twice Wwname' }], AT + 20)
      expect(await ids('twice')).toEqual(['cus_moving'])
    })
  })
})

// The truth: a scan over all names. The index must say the same, whatever the names, in however many segments.
eachDatabase((_name, open) => {
  test('the gram index finds exactly what a scan finds', async () => {
    const kernel = aMirrorKernel((await open()).db, aListing({}))
    const letter = fc.constantFrom(...Array.from('aabbcc dé北京😀'))
    const name = fc.array(letter, { minLength: 1, maxLength: 9 }).map((letters) => letters.join(''))
    const [names = []] = fc.sample(fc.array(name, { minLength: 600, maxLength: 600, size: 'max' }), {
      seed: 7,
      numRuns: 1,
    })
    for (let from = 0; from < names.length; from += 70) {
      const rows = names.slice(from, from + 70).map((name, i) => customer(`n${from + i}`, name, null))
      await touch(kernel, 'customers', rows)
      await indexAll(kernel)
    }
    const texts = fc.sample(
      fc.array(letter, { minLength: 3, maxLength: 5 }).map((letters) => letters.join('')),
      { seed: 8, numRuns: 60 },
    )
    for (const text of texts) {
      const folded = foldText(text)
      const words = folded.split(' ')
      const holding = (parts: readonly string[]) =>
        names.flatMap((name, i) => (parts.every((part) => foldText(name).includes(part)) ? [`cus_n${i}`] : []))
      if (!words.some((word) => Array.from(word).length >= 3)) continue
      const asTyped = holding([folded])
      const expected = asTyped.length > 0 ? asTyped : holding(words)
      const { hits } = await searchMirror(kernel, { text, limit: 650 })
      expect(hits.map((hit) => hit.objectStripeId).toSorted()).toEqual(expected.toSorted())
    }
  })
})
