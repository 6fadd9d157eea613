import { describe, expect, test } from 'vitest'
import { passwordWeakness } from '../../../server/features/staff/password-rules.ts'

const EMAIL = 'ines.albrecht@loomfield.example'

describe('passwordWeakness', () => {
  test.each([
    'heron under the old bridge',
    'correct horse battery staple',
    'sample loom on the field',
    'kupfer-dachrinne-87',
    '8#2!9$5&1*4?',
    'ずっと昔の海の話をしよう。',
    'x7Kq2mVt9pLw',
  ])('takes %s', (password) => {
    expect(passwordWeakness(password, EMAIL)).toBeNull()
  })

  test.each(['', 'short', 'elevenchars', '😀😀😀😀😀😀😀😀😀😀😀'])('%s is too short', (password) => {
    expect(passwordWeakness(password, EMAIL)).toBe('too-short')
  })

  test.each([
    'password1234',
    'Password2026!!',
    'P@ssw0rdP@ssw0rd',
    'passwordpassword',
    'qwertyuiop123',
    'abcdefghijkl',
    '123456789012',
    '490812730918',
    'aaaaaaaaaaaaaaaa',
    'admin-admin-admin',
    'Countersign2026!',
    'letmein letmein 1',
    '!@#$%^&*()_+',
  ])('%s is common', (password) => {
    expect(passwordWeakness(password, EMAIL)).toBe('common')
  })

  test.each([`${EMAIL}1`, 'my-Ines.Albrecht-pass'])('%s contains the e-mail', (password) => {
    expect(passwordWeakness(password, EMAIL)).toBe('contains-email')
  })

  test('a local part of three letters is no hindrance', () => {
    expect(passwordWeakness('an anthem for a lamp', 'ant@x.example')).toBeNull()
  })
})
