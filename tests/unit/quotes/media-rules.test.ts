import { describe, expect, test } from 'vitest'
import { fileNameOf, mediaTypeOf } from '../../../server/features/quotes/media-rules.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('an attachment', () => {
  test.each([
    ['%PDF-1.7\n', 'quote.pdf', 'application/pdf'],
    ['%PDF-1.7\n', 'quote.exe', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n', 'a.png', 'image/png'],
    ['\xff\xd8\xff\xe0', 'a.jpg', 'image/jpeg'],
    ['From: ada@x.example\r\nSubject: yes\r\n\r\nAccepted', 'mail.eml', 'message/rfc822'],
    ['Accepted by phone', 'note.txt', 'text/plain'],
  ])('%j called %s is %s', (content, name, type) => {
    expect(mediaTypeOf(bytes(content), name)).toBe(type)
  })

  test.each([
    ['MZ\x90\x00', 'quote.pdf'],
    ['<script>alert(1)</script>', 'page.html'],
    ['<svg onload="x()"/>', 'image.svg'],
    ['not a mail', 'mail.eml'],
    ['\x00\x01\x02', 'note.txt'],
    ['caf\xe9', 'note.txt'],
  ])('%j called %s is refused', (content, name) => {
    expect(mediaTypeOf(bytes(content), name)).toBeNull()
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    [String.raw`C:\quotes\Q 1.pdf`, 'Q 1.pdf'],
    ['a\u202Efdp.exe', 'a_fdp.exe'],
    ['con<>:"|?*.txt', 'con_______.txt'],
    ['', 'file'],
    ['...', 'file'],
    [`${'ä'.repeat(400)}.pdf`, `${'ä'.repeat(120)}.pdf`],
  ])('%j is called %j here', (given, name) => {
    expect(fileNameOf(given)).toBe(name)
  })
})
