import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The declarations of the installed SDK, seen through one TypeScript program. */
export interface SdkProgram {
  readonly checker: ts.TypeChecker
  readonly sources: readonly ts.SourceFile[]
  readonly javascriptOf: (source: ts.SourceFile) => string
}

export const openSdk = (): SdkProgram => {
  const root = dirname(fileURLToPath(import.meta.resolve('stripe')))
  const resources = join(root, 'resources')
  const files = readdirSync(resources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts') && !file.startsWith('V2'))
    .toSorted()
    .map((file) => join(resources, file))
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  })
  const wanted = new Set(files)
  return {
    checker: program.getTypeChecker(),
    sources: program.getSourceFiles().filter((source) => wanted.has(source.fileName)),
    javascriptOf: (source) => readFileSync(source.fileName.replace(/\.d\.ts$/, '.js'), 'utf8'),
  }
}
