import { describe, expect, test } from 'vitest'
import { textOf, trackedFiles } from './tracked-files.ts'

// A server slice has a closed vocabulary of files, so that the listing of a folder tells what it can do.

const FRONT_DOOR_LINES = 20
const ROLES = /^(store|router|routes|index|[a-z0-9-]+-rules)[.]ts$/

interface SliceFile {
  readonly path: string
  readonly slice: string
  readonly rest: string
}

const files: readonly SliceFile[] = trackedFiles(/^server\/features\/.*[.]ts$/).map((path) => {
  const [, , slice = '', ...rest] = path.split('/')
  return { path, slice, rest: rest.join('/') }
})

const camelCase = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())

/** The names of the values that a module exports; types don't count. */
const exportedValues = (text: string): readonly string[] =>
  [...text.matchAll(/^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm)].map(([, name]) => name ?? '')

const isUseCase = ({ rest }: SliceFile): boolean => !ROLES.test(rest)

/** Why a file can't be a use-case; null when it can. */
const faultOf = (path: string, text: string): string | null => {
  const name = (path.split('/').at(-1) ?? '').replace(/[.]ts$/, '')
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(name)) return `${path}: not verb-noun`
  const values = exportedValues(text)
  const isOne = values.length === 1 && values[0] === camelCase(name)
  return isOne ? null : `${path}: exports ${values.join(', ') || 'no value'} instead of ${camelCase(name)} alone`
}

describe('a server slice', () => {
  test('has no folders within', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter(({ rest }) => rest === '' || rest.includes('/')).map(({ path }) => path)).toEqual([])
  })

  test('holds, beside its fixed roles, use-cases that export one function of their own name', () => {
    const faults = files.filter(isUseCase).map(({ path }) => faultOf(path, textOf(path)))
    expect(faults.filter((fault) => fault !== null)).toEqual([])
  })

  test('would be caught with a file outside the vocabulary', () => {
    expect(faultOf('server/features/teams/types.ts', 'export interface Team {}')).not.toBeNull()
    expect(
      faultOf('server/features/teams/verify-team.ts', 'export const verifyTeam = 1\nexport const more = 2'),
    ).not.toBeNull()
    expect(faultOf('server/features/teams/verify-team.ts', 'export const verifyTeam = 1')).toBeNull()
  })

  test(`has a front door of named exports, at most ${FRONT_DOOR_LINES} lines`, () => {
    const doors = files.filter(({ rest }) => rest === 'index.ts')
    const isNarrow = (text: string) =>
      text.trimEnd().split('\n').length <= FRONT_DOOR_LINES &&
      !text.includes('export *') &&
      exportedValues(text).length === 0
    expect(doors.filter(({ path }) => !isNarrow(textOf(path))).map(({ path }) => path)).toEqual([])
  })
})
