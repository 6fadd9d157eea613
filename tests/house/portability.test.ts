import { homedir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { repository, textOf, trackedFiles } from './tracked-files.ts'

// Nothing in the repository may know the machine it was written on, or which registry served its packages.

const TEXT =
  /[.](ts|tsx|mts|mjs|cjs|js|json|md|css|html|yml|yaml|sh|svg|txt|webmanifest)$|^[.](npmrc|gitignore)$|^[.]ci\//

const HOMES = /(^|[\s"'`(=:])(\/(home|Users)\/[a-z][\w.-]*\/|[A-Z]:\\Users\\)/
const REGISTRIES = /\bregistry[.][a-z0-9-]+[.][a-z]{2,}|\b(npm|packages?)[.](internal|local)\b/

const isOfThisMachine = (text: string): boolean =>
  HOMES.test(text) || REGISTRIES.test(text) || text.includes(`${repository}/`) || text.includes(`${homedir()}/`)

describe('tracked files', () => {
  test('name no folder of a machine and no package registry', () => {
    const files = trackedFiles(TEXT)
    expect(files.length).toBeGreaterThan(200)
    const faults = files.flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (isOfThisMachine(line) ? [`${path}:${index + 1}`] : [])),
    )
    expect(faults).toEqual([])
  })

  test('would be caught doing so', () => {
    const host = ['registry', 'example', 'org'].join('.')
    for (const text of [
      `"resolved": "https://${host}/a.tgz"`,
      `cd ${repository}/src`,
      ['', 'home', 'ada', 'x'].join('/'),
    ]) {
      expect(isOfThisMachine(text), text).toBe(true)
    }
  })
})
