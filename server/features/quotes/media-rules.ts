// Rule: an attachment is what its first bytes say: a PDF, a PNG, a JPEG, a mail, or plain text. Its name decides nothing but
// which of the two texts it is.

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte)

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]
const HEAD_LINE = /^[!-9;-~]+:[ \t]/

const textOf = (bytes: Uint8Array): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[^\P{Cc}\t\n\r\f]/u.test(text) ? null : text
  } catch {
    return null
  }
}

/** null: nothing that is kept with a quote. */
export const mediaTypeOf = (bytes: Uint8Array, name: string): string | null => {
  if (startsWith(bytes, PDF)) return 'application/pdf'
  if (startsWith(bytes, PNG)) return 'image/png'
  if (startsWith(bytes, JPEG)) return 'image/jpeg'
  const text = textOf(bytes)
  if (/\.eml$/i.test(name) && HEAD_LINE.test(text ?? new TextDecoder('latin1').decode(bytes.subarray(0, 1000))))
    return 'message/rfc822'
  return /\.txt$/i.test(name) && text !== null ? 'text/plain' : null
}

const NAME_CHARS = 120

/** What a file may be called on any system: the last part of what was given, without what means something to a shell. */
export const fileNameOf = (given: string): string => {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  const { name, end } = /^(?<name>.*?)(?<end>\.[A-Za-z0-9]{1,8})?$/su.exec(plain)?.groups ?? {}
  return `${
    Array.from(name ?? '')
      .slice(0, NAME_CHARS)
      .join('') || 'file'
  }${end ?? ''}`
}
