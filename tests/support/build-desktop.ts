import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MainConfigFactory, PreloadConfigFactory, resolveConfig } from 'electron-vite'
import { build, type InlineConfig } from 'vite'

export const repository = join(import.meta.dirname, '../..')
const outFolder = join(repository, '.cache/desktop/out')

export interface DesktopBuild {
  readonly main: string
  readonly preload: string
  /** A tiny page with the real link in it, in the place of the desk's screens. */
  readonly page: string
}

type Side = 'main' | 'preload'

/** The companion is a bundle of its own with specs of its own; these launch the small one instead. */
const entries = { main: 'src-main/main.ts', preload: 'src-main/preload/preload.ts' } as const

const buildSide = async (side: Side, resolved: InlineConfig): Promise<void> => {
  const outDir = join(outFolder, side)
  const rolldownOptions = { ...resolved.build?.rolldownOptions, input: { index: join(repository, entries[side]) } }
  await build({ ...resolved, build: { ...resolved.build, outDir, emptyOutDir: true, rolldownOptions } })
}

/** Main and preload by the product's own configuration, only into a folder that no other build touches. */
const buildOurs = async (): Promise<void> => {
  const { config } = await resolveConfig({ root: repository, logLevel: 'error' }, 'build', 'production')
  const inline: InlineConfig = { root: repository, logLevel: 'error', configFile: false, mode: 'production' }
  const main = new MainConfigFactory(config?.main ?? {}, inline, { root: repository })
  const preload = new PreloadConfigFactory(config?.preload ?? {}, inline, { root: repository })
  await buildSide('main', await main.build())
  await buildSide('preload', await preload.build())
}

const buildPage = (): Promise<unknown> =>
  build({
    root: join(import.meta.dirname, 'bridge-page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir: join(outFolder, 'page'), emptyOutDir: true, modulePreload: { polyfill: false } },
  })

let built: Promise<DesktopBuild> | null = null

/** Once per spec file, about a second. */
export const buildDesktop = (): Promise<DesktopBuild> => {
  built ??= Promise.all([buildOurs(), buildPage()]).then(() => {
    const main = join(outFolder, 'main/index.js')
    if (!existsSync(main)) throw new Error('the build left no main bundle')
    return { main, preload: join(outFolder, 'preload/index.cjs'), page: join(outFolder, 'page') }
  })
  return built
}
