import { openEmbedded } from './open-embedded.ts'
import { openInBrowser } from './open-in-browser.ts'
import type { StartOptions } from './options.ts'
import { untilStopped } from './until-stopped.ts'

/** The desk in the browser, until Ctrl-C. With a companion elsewhere there is nothing of ours to keep running. */
export const runBrowserDesk = async (options: StartOptions): Promise<number> => {
  if (options.server !== null) {
    const url = `${options.server}/desk/`
    console.log(`The desk is at ${url}`)
    if (options.opensBrowser) openInBrowser(url)
    return 0
  }
  const stopped = untilStopped()
  const embedded = await openEmbedded(options, options.dataFolder)
  console.log(`The desk is at ${embedded.deskUrl} (Ctrl-C stops it; data in ${options.dataFolder})`)
  if (options.opensBrowser) openInBrowser(embedded.deskUrl)
  await stopped
  await embedded.stop()
  return 0
}
