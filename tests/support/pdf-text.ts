import { inflateSync } from 'node:zlib'

/** The streams of a file, unpacked where they are packed. */
const streamsOf = (file: Buffer): string[] => {
  const text = file.toString('latin1')
  return [...text.matchAll(/<<([^>]*(?:>(?!>)[^>]*)*)>>\s*stream\r?\n/g)].map((match) => {
    const start = match.index + match[0].length
    const content = file.subarray(start, text.indexOf('endstream', start))
    return (match[1]?.includes('/FlateDecode') ? inflateSync(content) : content).toString('latin1')
  })
}

const unescaped = (text: string): string => text.replaceAll(/\\([\\()])/g, '$1')

/** What a PDF shows, line by line, read from its own text operators. */
export const pdfLines = (file: Buffer): string[] =>
  streamsOf(file).flatMap((stream) =>
    [...stream.matchAll(/\(((?:\\.|[^\\()])*)\)\s*Tj/g)].map((match) => unescaped(match[1] ?? '')),
  )
