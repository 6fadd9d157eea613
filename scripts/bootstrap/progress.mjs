const seconds = (sinceMs) => `${Math.round((Date.now() - sinceMs) / 1000)} s`

/** Shows one line for a piece of work: it counts the seconds on a terminal, and is written once to a file or a pipe. */
export const withProgress = async (text, work) => {
  const out = process.stderr
  const startedAt = Date.now()
  if (!out.isTTY) out.write(`${text} …\n`)
  const tick = out.isTTY && setInterval(() => out.write(`\r${text} … ${seconds(startedAt)} `), 500)
  try {
    return await work()
  } finally {
    clearInterval(tick)
    out.write(out.isTTY ? `\r${text}: ${seconds(startedAt)}   \n` : '')
  }
}

export const sayLine = (text) => process.stderr.write(`${text}\n`)
