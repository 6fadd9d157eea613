// Guarantee: what is published, JavaScript with its types, is what a product on the oldest promised Node can load and use.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../..')
const product = mkdtempSync(join(tmpdir(), 'countersign-package-'))
const installed = join(product, 'node_modules/@countersign/license-client')

const PROGRAM = `
import { createLicenseClient, isWholeKey } from '@countersign/license-client'
const client = createLicenseClient({
  server: 'http://127.0.0.1:1',
  key: 'CS-00000-00000-00000-00000-00000',
  product: 'loomfield',
  version: '1.0.0',
  releasedOn: '2026-06-01',
  store: new URL('store', import.meta.url).pathname,
})
const { isLocked, code } = await client.start()
const request = await client.requestCode()
await client.stop()
process.stdout.write(JSON.stringify({ isLocked, code, isWhole: isWholeKey('CS-1'), request: request.slice(0, 5) }))
`

const tsc = (...args: string[]): string =>
  execFileSync(process.execPath, [join(repository, 'node_modules/typescript-native/bin/tsc'), ...args], {
    cwd: product,
    encoding: 'utf8',
  })

/** The machine's own, where it has one that is old enough to tell; else the one that we bring. */
const machineNode = (): string => {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const node = join(folder, 'node')
    if (folder.includes('node_modules') || !existsSync(node)) continue
    const [major = 0, minor = 0] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .split('.')
      .map(Number)
    if (major > 20 || (major === 20 && minor >= 3)) return node
  }
  return process.execPath
}

beforeAll(() => {
  mkdirSync(installed, { recursive: true })
  tsc('-p', join(repository, 'license-client/tsconfig.build.json'), '--outDir', join(installed, 'dist'))
  copyFileSync(join(repository, 'license-client/package.json'), join(installed, 'package.json'))
  writeFileSync(join(product, 'package.json'), '{"type":"module"}')
})
afterAll(() => rmSync(product, { recursive: true, force: true }))

describe('the published package', () => {
  test('runs on the machine’s own Node', () => {
    writeFileSync(join(product, 'program.mjs'), PROGRAM)
    const said = execFileSync(machineNode(), [join(product, 'program.mjs')], { encoding: 'utf8' })
    expect(JSON.parse(said)).toEqual({ isLocked: true, code: 'UNREACHABLE', isWhole: false, request: 'csr1.' })
  })

  test('brings its types', () => {
    const lines = [
      "import { createLicenseClient, type Standing } from '@countersign/license-client'",
      'export const use = (standing: Standing): number => standing.line',
      'export const make = createLicenseClient',
    ]
    writeFileSync(join(product, 'use.ts'), lines.join('\n'))
    const options = ['--module', 'nodenext', '--strict', '--skipLibCheck', '--noEmit']
    let said = ''
    try {
      tsc(...options, 'use.ts')
    } catch (error) {
      said = String((error as { stdout?: unknown }).stdout)
    }
    // The one mistake that is in it, and no other.
    expect(said.match(/error TS\d+/g)).toEqual(['error TS2322'])
  })

  test('needs nothing but Node', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>
    expect(Object.keys(manifest).filter((name) => /dependencies/i.test(name))).toEqual([])
  })
})
