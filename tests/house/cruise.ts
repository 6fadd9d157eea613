import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import type { Break } from './import-breaks.ts'

export const repository = join(import.meta.dirname, '../..')

const FOLDERS = [
  'src-shared',
  'server',
  'stripe-sandbox',
  'license-client',
  'src-main',
  'src-renderer',
  'scripts',
  'bench',
  'tests',
]

interface Violation {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
}

export interface Cruise {
  readonly summary: { readonly violations: readonly Violation[]; readonly totalCruised: number }
}

interface Rule {
  readonly name: string
  readonly from: { readonly path?: string }
}

/** The rules as the configuration states them. */
export const rules = (): readonly Rule[] =>
  (createRequire(import.meta.url)('../../dependency-cruiser.cjs') as { forbidden: readonly Rule[] }).forbidden

/** Reads every module below `root` and judges its imports by the repository's own rules. */
export const cruise = (root: string): Promise<Cruise> => {
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)))
  const args = [program, '--config', 'dependency-cruiser.cjs', '--output-type', 'json', ...folders]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28 }, (_error, stdout, stderr) => {
      // It exits with the number of violations, so only what it printed tells whether it worked.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Cruise)
      else reject(new Error(`dependency-cruiser printed no report: ${stderr}`))
    })
  })
}

const write = (root: string, path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const importLine = ({ imports, kind }: Break): string =>
  kind === 'type' ? `import type * as it from '${imports}'\nexport type It = typeof it\n` : `import '${imports}'\n`

/** A tree with our layout, outside the repository, that holds nothing but the given imports and empty targets. */
export const writeTree = (modules: readonly Break[]): string => {
  const root = mkdtempSync(join(tmpdir(), 'countersign-imports-'))
  for (const file of ['dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(repository, file), join(root, file))
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir')
  for (const module of modules) write(root, module.at, importLine(module))
  for (const { at, imports } of modules.filter((module) => module.imports.startsWith('.'))) {
    const target = normalize(join(dirname(at), imports))
    if (!existsSync(join(root, target))) write(root, target, 'export {}\n')
  }
  return root
}
