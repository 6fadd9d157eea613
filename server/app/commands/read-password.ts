const MAX_CHARACTERS = 1000

/** One line from standard input; without its line end. A password given as an argument would stand in the process list. */
export const readPasswordFromStdin = async (): Promise<string> => {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.length > MAX_CHARACTERS || text.includes('\n')) break
  }
  return text.split(/\r?\n/, 1)[0]?.slice(0, MAX_CHARACTERS) ?? ''
}
