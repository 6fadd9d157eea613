import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MainConfigFactory, PreloadConfigFactory, RendererConfigFactory, resolveConfig } from 'electron-vite'
import { build, type InlineConfig } from 'vite'

export const repository = join(import.meta.dirname, '../..')

/** Only these specs build here, so that no other build is disturbed or waited for. */
const outFolder = join(repository, '.cache/desktop/out')

const buildInto = async (name: string, resolved: InlineConfig, input: Record<string, string>): Promise<string> => {
  const outDir = join(outFolder, name)
  const rolldownOptions = { ...resolved.build?.rolldownOptions, input }
  await build({ ...resolved, build: { ...resolved.build, outDir, emptyOutDir: true, rolldownOptions } })
  return outDir
}

const inline: InlineConfig = { root: repository, logLevel: 'error', configFile: false, mode: 'production' }
const options = { root: repository }

/** The product's own build configuration, part by part. */
const configured = async () => {
  const { config } = await resolveConfig({ root: repository, logLevel: 'error' }, 'build', 'production')
  return {
    main: () => new MainConfigFactory(config?.main ?? {}, inline, options).build(),
    preload: () => new PreloadConfigFactory(config?.preload ?? {}, inline, options).build(),
    renderer: () =>
      new RendererConfigFactory(
        config?.renderer ?? {},
        { ...inline, root: join(repository, 'src-renderer') },
        options,
      ).build(),
  }
}

/** Whatever goes into a build: a change of any of them, even during a watching run, asks for a new one. */
const SOURCES = ['src-main', 'src-shared', 'src-renderer', 'server', 'stripe-sandbox', 'tests/support']
const SETTINGS = ['electron.vite.config.ts', 'package.json']

const stateOfSources = (): string => {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const all = [...files, ...SETTINGS.map((name) => join(repository, name))]
  return `${all.length} files, ${Math.max(...all.map((file) => statSync(file).mtimeMs))}`
}

/**
 * Once per run, not per spec file: each file has a process of its own, but all of a run have the same parent. Nothing is
 * taken over from an earlier run, or from sources that have changed since.
 */
const once = <Value>(name: string, make: () => Promise<Value>): (() => Promise<Value>) => {
  const stampFile = join(outFolder, `${name}.built.json`)
  const madeBefore = (stamp: string): { readonly value: Value } | null => {
    if (!existsSync(stampFile)) return null
    const found = JSON.parse(readFileSync(stampFile, 'utf8')) as { readonly stamp: string; readonly value: Value }
    return found.stamp === stamp ? found : null
  }
  const makeOrTake = async (): Promise<Value> => {
    const stamp = `run ${process.ppid}, ${stateOfSources()}`
    const before = madeBefore(stamp)
    if (before) return before.value
    rmSync(stampFile, { force: true })
    const value = await make()
    writeFileSync(stampFile, JSON.stringify({ stamp, value }))
    return value
  }
  let made: Promise<Value> | null = null
  return () => {
    made ??= makeOrTake()
    return made
  }
}

export interface DesktopBuild {
  readonly main: string
  readonly preload: string
  /** A tiny page with the real link in it, in the place of the desk's screens. */
  readonly page: string
}

const buildPage = (): Promise<unknown> =>
  build({
    root: join(import.meta.dirname, 'bridge-page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir: join(outFolder, 'page'), emptyOutDir: true, modulePreload: { polyfill: false } },
  })

/** Main, preload and the test page. */
export const buildDesktop = once('desktop', async (): Promise<DesktopBuild> => {
  const parts = await configured()
  await buildInto('main', await parts.main(), { index: join(repository, 'src-main/main.ts') })
  await buildInto('preload', await parts.preload(), { index: join(repository, 'src-main/preload/preload.ts') })
  await buildPage()
  const main = join(outFolder, 'main/index.js')
  if (!existsSync(main)) throw new Error('the build left no main bundle')
  return { main, preload: join(outFolder, 'preload/index.cjs'), page: join(outFolder, 'page') }
})

/** The companion as the desktop starts it: one bundle of JavaScript. */
export const buildCompanion = once('companion', async (): Promise<string> => {
  const parts = await configured()
  const folder = await buildInto('companion', await parts.main(), {
    companion: join(repository, 'server/app/embedded-process.ts'),
  })
  return join(folder, 'companion.js')
})

/** The desk's real screens. */
export const buildRenderer = once('renderer', async (): Promise<string> => {
  const parts = await configured()
  return buildInto('renderer', await parts.renderer(), { index: join(repository, 'src-renderer/index.html') })
})
