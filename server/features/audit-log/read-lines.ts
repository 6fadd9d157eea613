import { createReadStream } from 'node:fs'

/** Far longer than any line we write; a file without line ends must not fill the memory. */
const MAX_CHARACTERS = 4_000_000

/** The lines of a UTF-8 file, without their ends, read as they are asked for. A line that is too long is cut there. */
export async function* readLines(path: string): AsyncGenerator<string> {
  let rest = ''
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
    if (rest.length <= MAX_CHARACTERS) continue
    yield rest
    rest = ''
  }
  if (rest !== '') yield rest
}
