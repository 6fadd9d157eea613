import { MAX_TICKET_TEXT, verifyTeamInputSchema } from '@countersign/shared/features/teams'
import { readTeamId } from '@countersign/shared/features/team-id-rules'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const ID = '7Kq9xLw2Vd'

describe('a pasted text with exactly one team id', () => {
  test.each([
    ['the bare id', ID, 'alone'],
    ['spaces around it', `  ${ID}\n`, 'alone'],
    ['a link', `Hi, see https://app.loomfield.example/team/${ID}/overview please`, 'link'],
    ['a link with a query', `https://app.example/billing?team=${ID}&tab=2`, 'link'],
    ['quotes after the word team', `Re: billing, team "${ID}" was charged twice`, 'quoted'],
    ['typographic quotes', `our team “${ID}” pays too much`, 'quoted'],
    ['a label', `Team id: ${ID}.`, 'labelled'],
    ['a tenant label', `tenant-id=${ID}, thanks`, 'labelled'],
    ['a lone word that looks like an id', `We are ${ID} and were billed in 2026 for 10 seats`, 'alone'],
    ['the same id twice', `Team id: ${ID}. I repeat: team ${ID}`, 'labelled'],
  ])('%s', (_name, text, from) => {
    const reading = readTeamId('', text)
    expect(reading).toMatchObject({ teamId: ID, from })
    expect(text.slice(reading.start ?? -1, reading.end ?? -1)).toBe(ID)
  })

  test('the field wins over the text', () => {
    expect(readTeamId(` ${ID} `, 'team "otherTeam99"')).toMatchObject({ teamId: ID, from: 'field', start: null })
  })

  test('a sentence in the field is read like a text', () => {
    expect(readTeamId(`team "${ID}"`, '')).toMatchObject({ teamId: ID, from: 'quoted' })
  })
})

describe('nothing is guessed', () => {
  test('two ids are several', () => {
    const reading = readTeamId('', `team "${ID}" and team "9mHt4RsPqe"`)
    expect(reading).toMatchObject({ teamId: null, from: 'several', candidates: [ID, '9mHt4RsPqe'] })
  })

  test('a link and a label that disagree are several, in whatever order', () => {
    const text = `Our team is ${ID}; see https://docs.example/teams/OtherTeam1 about it`
    expect(readTeamId('', text)).toMatchObject({ teamId: null, from: 'several' })
  })

  test.each([
    ['is unable', `our team is unable to log in. Our id is ${ID}`],
    ['colon and prose', `The team: please help ${ID}`],
  ])('prose behind the word team is no id: %s', (_name, text) => {
    expect(readTeamId('', text).teamId).toBe(ID)
  })

  test('an id that is a plain word counts where it is called an id', () => {
    expect(readTeamId('', 'Hi, team id: kestrel, we pay twice')).toMatchObject({ teamId: 'kestrel', from: 'labelled' })
  })

  test.each([
    ['nothing', ''],
    ['words only', 'Please give us the week back, our line was blind.'],
    ['numbers and dates', 'Invoice of 2026-11-20 over 1200.50 EUR, call +4989123456'],
    ['an e-mail address', 'write to s.oezdemir4Vandenberghe@werk-nord.example'],
    ['a Stripe id', 'the customer is cus_RtY8mW4hQz2LpA'],
  ])('%s is none', (_name, text) => {
    expect(readTeamId('', text)).toMatchObject({ teamId: null, from: 'none' })
  })

  test('script and markup are only text', () => {
    expect(readTeamId('', '<script>alert(1)</script><img src=x onerror=alert(1)>').teamId).toBeNull()
  })
})

describe('absurd text', () => {
  test('more than the limit is refused by the schema', () => {
    const input = { ticket: '#1', text: 'x'.repeat(MAX_TICKET_TEXT + 1) }
    expect(verifyTeamInputSchema.safeParse(input).success).toBe(false)
  })

  test('control characters in the ticket are refused, since no database keeps a null byte as text', () => {
    expect(verifyTeamInputSchema.safeParse({ ticket: '#1\u0000', text: ID }).success).toBe(false)
  })

  test('half of a character in the ticket is refused: it can be written in no address', () => {
    expect(verifyTeamInputSchema.safeParse({ ticket: '#\ud800', text: ID }).success).toBe(false)
    expect(verifyTeamInputSchema.safeParse({ ticket: '#🌾', text: ID }).success).toBe(true)
  })

  test('an id of a kind that tells no team is refused, not ignored', () => {
    for (const stripeId of ['ch_3abc', 'pi_3abc', 'pm_card_visa', 'promo_1']) {
      expect(verifyTeamInputSchema.safeParse({ ticket: '#1', text: ID, stripeId }).success).toBe(false)
    }
    for (const stripeId of ['cus_1', 'sub_1', 'in_1', 'cs_test_1', '']) {
      expect(verifyTeamInputSchema.safeParse({ ticket: '#1', text: ID, stripeId }).success).toBe(true)
    }
  })

  test('any text is read without throwing, and an id found stands where it says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        const reading = readTeamId('', text)
        if (reading.teamId !== null && reading.start !== null && reading.end !== null) {
          expect(text.slice(reading.start, reading.end)).toBe(reading.teamId)
        }
      }),
      { numRuns: 2000, seed: 20_261_121 },
    )
  })

  test('reading takes about as long per character in a hundred kilobytes of near-matches as in one', () => {
    // Not a time: the patterns are bounded, so this ends at all.
    for (const piece of ['team ', 'team: team: ', '"""""', 'a@a@a@', 'https://team/', '/team//team/', '-------']) {
      const text = piece.repeat(Math.floor(MAX_TICKET_TEXT / piece.length))
      expect(readTeamId('', text).from).not.toBe('field')
    }
  })
})
