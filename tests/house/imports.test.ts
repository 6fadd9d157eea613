import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cruise, cruise, repository, rules, writeTree } from './cruise.ts'
import { ALLOWED, BREAKS } from './import-breaks.ts'

// A rule that was never seen to catch anything may be misspelt; a run that read no modules passes silently.

const MODULES_AT_LEAST = 400

describe('the import rules', () => {
  let root = ''
  let broken: Cruise

  beforeAll(async () => {
    root = writeTree([...BREAKS, ...ALLOWED])
    broken = await cruise(root)
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test.each(BREAKS)('$rule catches $at importing $imports', ({ rule, at }) => {
    const caught = broken.summary.violations.filter(({ from }) => from === at).map(({ rule: { name } }) => name)
    expect(caught).toContain(rule)
  })

  test.each(ALLOWED)('$at may import $imports', ({ at }) => {
    expect(broken.summary.violations.filter(({ from }) => from === at)).toEqual([])
  })

  test('each has a break of its own', () => {
    const seen = new Set(BREAKS.map(({ rule }) => rule))
    expect(rules().flatMap(({ name }) => (seen.has(name) ? [] : [name]))).toEqual([])
  })

  test('each server slice has its place in the order of slices', () => {
    const ordered = rules().filter(({ name }) => /^(slices-look-down-\d+|webhooks-only-record)$/.test(name))
    const isOrdered = (slice: string) =>
      ordered.some(({ from }) => new RegExp(String(from.path)).test(`server/features/${slice}/`))
    expect(readdirSync(join(repository, 'server/features')).filter((slice) => !isOrdered(slice))).toEqual([])
  })
})

describe('the repository', () => {
  test('keeps every import rule, over a tree that was really read', async () => {
    const { violations, totalCruised } = (await cruise(repository)).summary
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
    expect(totalCruised).toBeGreaterThan(MODULES_AT_LEAST)
  })
})
