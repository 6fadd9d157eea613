import { openEmbedded } from './open-embedded.ts'
import { openInBrowser } from './open-in-browser.ts'
import type { StartOptions } from './options.ts'
import { untilStopped } from './until-stopped.ts'

const inWords = (error: unknown, port: number): unknown =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? new Error(`Port ${port} is in use by another program; choose another with --port, or leave it out.`)
    : error

const runEmbedded = async (options: StartOptions): Promise<void> => {
  const stop = { isAsked: false }
  const stopped = untilStopped().then(() => {
    stop.isAsked = true
  })
  const embedded = await openEmbedded(options, options.dataFolder).catch((error: unknown) => {
    throw inWords(error, options.port)
  })
  if (!stop.isAsked) {
    console.log(`The desk is at ${embedded.deskUrl} (Ctrl-C stops it; data in ${options.dataFolder})`)
    if (options.opensBrowser) openInBrowser(embedded.deskUrl)
  }
  await stopped
  await embedded.stop()
}

/** The desk in the browser, until Ctrl-C. With a companion elsewhere there is nothing of ours to keep running. */
export const runBrowserDesk = async (options: StartOptions): Promise<number> => {
  if (options.server === null) {
    await runEmbedded(options)
    return 0
  }
  const url = `${options.server}/desk/`
  console.log(`The desk is at ${url}`)
  if (options.opensBrowser) openInBrowser(url)
  return 0
}
