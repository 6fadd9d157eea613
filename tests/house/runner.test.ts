import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../scripts/start/options.ts'
import { judgeSuite, sumCounts } from '../../scripts/steps/read-report.ts'
import { SUITES } from '../../scripts/steps/suites.ts'
import { textOf } from './tracked-files.ts'

// A green run must mean something: nothing that failed, was skipped away or never ran may add up to a pass.

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
})

const judge = (files: ReturnType<typeof file>[] | null, { isOk = true, floor = 1 } = {}) =>
  judgeSuite({ report: files && { testResults: files }, isOk, floor })

describe('a suite', () => {
  test('passes when what ran passed', () => {
    expect(judge([file('passed', 'passed', 'passed', 'skipped')])).toEqual({
      passed: 2,
      failed: 0,
      skipped: 1,
      problem: null,
    })
  })

  test.each([
    ['left no report', judge(null)],
    ['ran nothing', judge([])],
    ['skipped everything', judge([file('passed', 'skipped', 'todo')])],
    ['lost half of its files', judge([file('passed', 'passed')], { floor: 2 })],
    ['has a file that could not be loaded', judge([file('passed', 'passed'), file('failed')], { isOk: false })],
    ['ended with an error outside its tests', judge([file('passed', 'passed')], { isOk: false })],
    ['has a failed test', judge([file('failed', 'passed', 'failed')], { isOk: false })],
  ])('fails when it %s', (_what, { failed }) => {
    expect(failed).toBe(1)
  })

  test('is one of the runner’s projects, and each project is a suite', () => {
    const projects = [...textOf('vitest.config.ts').matchAll(/suite\('(\w+)'/g)].map(([, name]) => name ?? '')
    expect(SUITES.map(({ name }) => name).toSorted()).toEqual(projects.toSorted())
    expect(SUITES.every(({ floor }) => floor > 0)).toBe(true)
  })

  test('counts into the sum', () => {
    const [one, two] = [judge([file('passed', 'passed')]), judge(null)]
    expect(sumCounts([one, two])).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })
})

describe('property tests', () => {
  test('draw from a fixed seed', () => {
    expect(fc.readConfigureGlobal().seed).toEqual(expect.any(Number))
  })
})

describe('npm start', () => {
  test('knows its options', () => {
    const options = parseOptions([
      '--port',
      '4870',
      '--data',
      'here',
      '--no-browser',
      '--no-sample',
      '--electron',
      'never',
    ])
    expect(options).toMatchObject({
      port: 4870,
      dataFolder: 'here',
      opensBrowser: false,
      isSample: false,
      electron: 'never',
    })
    expect(parseOptions([])).toMatchObject({
      port: 0,
      opensBrowser: true,
      isSample: true,
      electron: 'auto',
      server: null,
    })
    expect(parseOptions(['--server', 'https://desk.example/']).server).toBe('https://desk.example')
  })

  test.each([
    ['--port', '70000'],
    ['--port', 'x'],
    ['--server', 'desk'],
    ['--electron', 'maybe'],
    ['--nonsense'],
    ['extra'],
  ])('refuses %s %s in words', (...args) => {
    expect(() => parseOptions(args.filter((arg) => typeof arg === 'string'))).toThrow(/./)
  })
})
