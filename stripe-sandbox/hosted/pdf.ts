/** A one-page PDF of text lines, small and correct: Helvetica, Latin-1; other characters become question marks. */
const PAGE = { width: 595, height: 842, left: 56, top: 780, leading: 18 }

export interface TextLine {
  readonly text: string
  readonly size?: number
}

const encode = (text: string): string =>
  Array.from(text)
    .map((character) => ((character.codePointAt(0) ?? 0) < 256 ? character : '?'))
    .join('')
    .replace(/[\\()]/g, '\\$&')

const contentOf = (lines: readonly TextLine[]): string => {
  const shown = lines.map(({ text, size = 10 }) => `/F1 ${size} Tf (${encode(text)}) Tj 0 -${PAGE.leading} Td`)
  return `BT ${PAGE.left} ${PAGE.top} Td ${shown.join('\n')} ET`
}

export const makePdf = (lines: readonly TextLine[]): Uint8Array => {
  const content = contentOf(lines)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = Buffer.byteLength(file, 'latin1')
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = Buffer.byteLength(file, 'latin1')
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
