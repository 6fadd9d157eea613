import { helpText, parseOptions, type StartOptions } from './start/options.ts'
import { ensureBuild } from './steps/ensure-build.ts'

const say = (line: string) => console.error(line)

// The companion and its packages are loaded only once they are needed: --help and a wrong option answer at once.
const openDesk = async (options: StartOptions): Promise<number> => {
  if (options.electron === 'auto') {
    const { findElectron } = await import('./start/find-electron.ts')
    const electron = await findElectron(say)
    if (electron.path !== null) return (await import('./start/run-electron.ts')).runElectron(electron.path, options)
    say(`The desk opens in the browser: ${electron.why}.`)
  }
  return (await import('./start/run-browser-desk.ts')).runBrowserDesk(options)
}

const main = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args)
  if (options.isHelp) {
    console.log(helpText())
    return 0
  }
  await ensureBuild(say)
  if (options.isSmoke) return (await import('./start/run-smoke.ts')).runSmoke(options)
  return openDesk(options)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
