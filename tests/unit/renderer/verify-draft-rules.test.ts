import { describe, expect, test } from 'vitest'
import {
  checkDraft,
  errorsOf,
  isOutdated,
  isTooLong,
  namesAnother,
  readDraft,
} from '../../../src-renderer/features/teams/draft-rules.ts'
import { EMPTY_DRAFT } from '../../../src-renderer/features/teams/verify-draft.ts'
import { failureFrom } from '../../../src-renderer/lib/failure.ts'

// Guards: what is asked is what the form shows, and an answer to another question is never taken for the answer to this one.

const draft = { ...EMPTY_DRAFT, ticket: '#48213', teamId: '7Kq9xLw2Vd' }

describe('what is sent', () => {
  test('a question with ticket and id passes, with the e-mail trimmed', () => {
    const { input, errors } = checkDraft({ ...draft, requesterEmail: ' ines@loomfield.example ' })
    expect(errors).toEqual({})
    expect(input).toMatchObject({ ticket: '#48213', requesterEmail: 'ines@loomfield.example' })
  })

  test('each wrong field is named, and nothing is sent', () => {
    const { input, errors } = checkDraft({ ...draft, ticket: ' ', requesterEmail: 'x@', stripeId: 'nonsense' })
    expect(input).toBeNull()
    expect(Object.keys(errors).toSorted()).toEqual(['requesterEmail', 'stripeId', 'ticket'])
  })

  test('a null byte in the ticket is refused here already', () => {
    expect(checkDraft({ ...draft, ticket: '#1\u0000' }).errors).toHaveProperty('ticket')
  })
})

describe('where a refusal belongs', () => {
  test('a missing or unclear id belongs to its field', () => {
    expect(Object.keys(errorsOf(failureFrom('TEAM_ID_UNCLEAR')))).toEqual(['teamId'])
    expect(Object.keys(errorsOf(failureFrom('TEAM_ID_MISSING')))).toEqual(['teamId'])
  })

  test('an invalid input belongs to the fields that it names, and to no others', () => {
    const failure = failureFrom('INPUT_INVALID', {
      issues: [
        { path: 'stripeId', message: 'm' },
        { path: 'x', message: 'm' },
      ],
    })
    expect(Object.keys(errorsOf(failure))).toEqual(['stripeId'])
  })

  test('a failing companion belongs to no field', () => {
    expect(errorsOf(failureFrom('SERVER_UNREACHABLE'))).toEqual({})
  })
})

describe('reading along', () => {
  test('a paste of a megabyte is not read, only refused', () => {
    const text = `${'x '.repeat(500_000)} team "7Kq9xLw2Vd"`
    expect(isTooLong(text)).toBe(true)
    expect(readDraft({ teamId: '', text }).teamId).toBeNull()
  })

  test('a text that names another team than the field is noticed', () => {
    const inText = readDraft({ teamId: '', text: 'team "mT9bQe2LxC"' })
    expect(namesAnother({ teamId: '7Kq9xLw2Vd' }, inText)).toBe(true)
    expect(namesAnother({ teamId: 'mT9bQe2LxC' }, inText)).toBe(false)
    expect(namesAnother({ teamId: '' }, inText)).toBe(false)
  })
})

describe('an older verdict', () => {
  const verdict = { ticket: '#48213', teamId: '7Kq9xLw2Vd' }

  test('answers the question that it was asked for, and an empty form', () => {
    expect(isOutdated(draft, verdict)).toBe(false)
    expect(isOutdated(EMPTY_DRAFT, verdict)).toBe(false)
  })

  test('is outdated by another ticket and by another id, also one that differs in case', () => {
    expect(isOutdated({ ...draft, ticket: '#1' }, verdict)).toBe(true)
    expect(isOutdated({ ...draft, teamId: '7kq9xlw2vd' }, verdict)).toBe(true)
  })
})
