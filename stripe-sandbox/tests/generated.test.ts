import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deriveTables } from '../build/derive-tables.ts'
import type { ParamSchema } from '../build/schema-types.ts'
import { readmeWithTable } from '../build/write-readme.ts'
import { knownEndpoints } from '../generated/endpoints.generated.ts'
import { paramsByEndpoint } from '../generated/params.generated.ts'
import { routes } from '../resources/routes.ts'
import { endpointKey } from '../wire/route.ts'

const inside = (schema: ParamSchema | undefined, name: string): ParamSchema | undefined => {
  if (schema?.type === 'array') return inside(schema.of, name)
  if (schema?.type === 'union') return schema.any.map((one) => inside(one, name)).find((found) => found !== undefined)
  return schema?.type === 'hash' ? schema.fields[name] : undefined
}

describe('what is generated', () => {
  it('is what the installed SDK gives', () => {
    for (const [name, text] of Object.entries(deriveTables())) {
      expect(
        readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8') === text,
        `${name} is stale: run build/derive-tables.ts`,
      ).toBe(true)
    }
  })

  it('lists every route and its parameters in the README', () => {
    const plain = (text: string): string => text.replace(/[ -]+/g, '')
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(plain(readme) === plain(readmeWithTable()), 'README is stale: run build/write-readme.ts').toBe(true)
  })
})

describe('every route', () => {
  it('is an endpoint of Stripe with a table of parameters, and supports only those', () => {
    for (const { method, path, supports } of routes) {
      const key = endpointKey(method, path)
      expect(knownEndpoints, key).toContain(key)
      for (const name of supports) {
        const found = name
          .split('.')
          .reduce<ParamSchema | undefined>((schema, part) => inside(schema, part), paramsByEndpoint[key])
        expect(found, `${key} does not take ${name}`).toBeDefined()
      }
    }
  })
})
