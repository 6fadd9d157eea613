import { readFileSync, writeFileSync } from 'node:fs'
import { routes } from '../resources/routes.ts'

const README = new URL('../README.md', import.meta.url)
const BLOCK = /<!-- table -->[\s\S]*<!-- \/table -->/

/** Resource × operation with the parameters that each accepts, as the routes in code say. */
export const supportTable = (): string => {
  const rows = routes
    .toSorted((a, b) => (`${a.resource} ${a.path} ${a.method}` < `${b.resource} ${b.path} ${b.method}` ? -1 : 1))
    .map(({ resource, operation, method, path, supports }) => {
      const params = supports.toSorted().map((name) => `\`${name}\``)
      return `| ${resource} | ${operation} | \`${method} ${path}\` | ${params.join(', ')} |`
    })
  return ['| resource | operation | request | parameters beside `expand` |', '|---|---|---|---|', ...rows].join('\n')
}

/** The README with its table as it should be. */
export const readmeWithTable = (): string =>
  readFileSync(README, 'utf8').replace(BLOCK, () => `<!-- table -->\n${supportTable()}\n<!-- /table -->`)

if (import.meta.main) writeFileSync(README, readmeWithTable())
