import { availableParallelism } from 'node:os'
import { writeResults } from './support/results.ts'
import { printTable } from './support/table.ts'
import type { Bench } from './support/results.ts'

/** Every benchmark there is; `npm run bench NAME` runs one, without a name all of them. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  approvals: async () => (await import('./approvals.ts')).bench,
  desk: async () => (await import('./desk.ts')).bench,
  licenses: async () => (await import('./licenses.ts')).bench,
  receivables: async () => (await import('./receivables.ts')).bench,
  sandbox: async () => (await import('./sandbox.ts')).bench,
  search: async () => (await import('./search.ts')).bench,
  webhooks: async () => (await import('./webhooks.ts')).bench,
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES)
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
} else {
  for (const name of names) {
    const bench = await BENCHES[name]?.()
    if (!bench) continue
    console.log(`${name}: Node ${process.version}, ${availableParallelism()} cores`)
    const results = await bench((line) => console.log(`  ${line}`))
    printTable(results)
    console.log(`written to ${writeResults(name, results)}`)
  }
}
