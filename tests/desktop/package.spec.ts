import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createPackage, extractAll, extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCompanion, buildDesktop, buildRenderer, repository } from '../support/build-desktop.ts'

// Guards: what people install holds the four bundles and nothing of the workshop, and the fuses are really written.
// Without Electron's binary a file with the same fuse wire stands in its place: the packager, the archive and the wire
// are real, that Electron then obeys the wire is not shown.

const run = promisify(execFile)
const work = mkdtempSync(join(tmpdir(), 'countersign-package-'))
const resources = join(work, 'dist/linux-unpacked/resources')
const executable = join(work, 'dist/linux-unpacked/countersign')

const realDist = join(repository, 'node_modules/electron/dist')
const hasBinary = existsSync(join(realDist, 'electron'))

/** All nine fuses as Electron ships them, behind the mark by which tools find them. */
const SHIPPED_WIRE = '101100011'
const fakeDist = async (): Promise<string> => {
  const folder = join(work, 'electron')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, SHIPPED_WIRE.length]),
    Buffer.from(SHIPPED_WIRE),
  ])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), { mode: 0o755 })
  for (const name of ['LICENSE', 'chrome-sandbox']) writeFileSync(join(folder, name), name)
  writeFileSync(
    join(folder, 'version'),
    JSON.parse(readFileSync(join(repository, 'node_modules/electron/package.json'), 'utf8')).version,
  )
  mkdirSync(join(work, 'default-app'))
  await createPackage(join(work, 'default-app'), join(folder, 'resources/default_app.asar'))
  return folder
}

/** A copy of what the packager reads, so that it never touches the repository or another build. */
const stage = async (): Promise<string> => {
  const [{ main, preload }, companion, renderer] = await Promise.all([
    buildDesktop(),
    buildCompanion(),
    buildRenderer(),
  ])
  const folder = join(work, 'app')
  mkdirSync(folder)
  for (const name of ['package.json', 'electron-builder.yml']) cpSync(join(repository, name), join(folder, name))
  for (const [from, to] of [
    [dirname(main), 'main'],
    [dirname(companion), 'main'],
    [dirname(preload), 'preload'],
    [renderer, 'renderer'],
  ] as const) {
    cpSync(from, join(folder, 'out', to), { recursive: true })
  }
  for (const name of ['sqlite3', 'bindings', 'file-uri-to-path', '@node-rs']) {
    const from = join(repository, 'node_modules', name)
    if (existsSync(from))
      cpSync(from, join(folder, 'node_modules', name), {
        recursive: true,
        filter: (path) => !/\/(deps|obj\.target)\b/.test(path),
      })
  }
  for (const name of [
    'src-main/secret.ts',
    'tests/x.ts',
    '.env',
    '.data/countersign.sqlite',
    'node_modules/stripe/index.js',
  ]) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), 'must stay outside')
  }
  return folder
}

let files: string[]

beforeAll(async () => {
  const project = await stage()
  const electronDist = hasBinary ? realDist : await fakeDist()
  await run(
    process.execPath,
    [
      join(repository, 'node_modules/electron-builder/cli.js'),
      '--linux',
      'dir',
      '--publish',
      'never',
      `--project=${project}`,
      '-c.electronVersion=' +
        JSON.parse(readFileSync(join(repository, 'node_modules/electron/package.json'), 'utf8')).version,
      `-c.electronDist=${electronDist}`,
      `-c.directories.output=${join(work, 'dist')}`,
    ],
    { cwd: project, timeout: 80_000 },
  )
  files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

const below = (folder: string) => files.filter((name) => name.startsWith(folder))

describe('the package', () => {
  test('holds main, the preload, the companion and the desk', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/main/index.js',
        '/out/main/companion.js',
        '/out/preload/index.cjs',
        '/out/renderer/index.html',
      ]),
    )
  })

  test('holds nothing of the workshop: no source, test, map, data, secret or module that was bundled', () => {
    const roots = new Set(files.map((name) => name.split('/')[1]))
    expect(roots).toEqual(new Set(['node_modules', 'out', 'package.json']))
    expect(files.filter((name) => /\.(ts|tsx|map|sqlite|pem|key)$/.test(name) && !name.endsWith('.d.ts'))).toEqual([])
    expect(files.filter((name) => name.includes('.env'))).toEqual([])
    const modules = new Set(below('/node_modules/').map((name) => name.split('/')[2]))
    expect(['sqlite3', 'bindings', 'file-uri-to-path', '@node-rs']).toEqual(expect.arrayContaining([...modules]))
  })

  test('starts at main, and says nothing of scripts or development', () => {
    const manifest = JSON.parse(extractFile(join(resources, 'app.asar'), 'package.json').toString('utf8'))
    expect(manifest).toMatchObject({ main: 'out/main/index.js', type: 'module', productName: 'Countersign' })
    expect(manifest).not.toHaveProperty('scripts')
    expect(manifest).not.toHaveProperty('devDependencies')
  })

  test('keeps native parts as files, beside the archive', () => {
    for (const name of files.filter((file) => file.endsWith('.node'))) {
      expect(existsSync(join(resources, 'app.asar.unpacked', name))).toBe(true)
    }
  })

  test('carries a companion that starts from the package alone, on Node', async () => {
    const alone = join(work, 'alone')
    extractAll(join(resources, 'app.asar'), alone)
    const dataFolder = join(work, 'data')
    mkdirSync(dataFolder)
    const child = fork(join(alone, 'out/main/companion.js'), [], {
      cwd: dataFolder,
      env: { COUNTERSIGN_EMBEDDED_OPTIONS: JSON.stringify({ dataFolder, port: 0, launchToken: 'token' }) },
      serialization: 'advanced',
      execArgv: ['--import', new URL('../support/electron-stand-in/utility-child.ts', import.meta.url).href],
    })
    const [said] = (await once(child, 'message')) as [{ readonly type: string; readonly url: string }]
    expect(said).toMatchObject({ type: 'ready', mode: 'TEST' })
    expect((await fetch(`${said.url}/auth/methods`, { headers: { 'x-countersign-launch': 'token' } })).status).toBe(200)
    expect((await fetch(`${said.url}/auth/methods`)).status).toBe(403)
    child.send({ type: 'stop' })
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  })

  test('has no update feed until someone names one', () => {
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false)
  })
})

describe(`the nine fuses${hasBinary ? '' : ' (written into a file in the binary’s place; that Electron obeys them did not run)'}`, () => {
  const expected: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  }

  test.each(Object.entries(expected))('%s is %s', async (name, isOn) => {
    const wire = await getCurrentFuseWire(executable)
    expect(wire[FuseV1Options[name as keyof typeof FuseV1Options]]).toBe(isOn ? FuseState.ENABLE : FuseState.DISABLE)
  })

  test('are all that there are: a tenth one must be decided on', () => {
    expect(
      Object.values(FuseV1Options)
        .filter((value) => typeof value === 'string')
        .toSorted(),
    ).toEqual(Object.keys(expected).toSorted())
  })
})
