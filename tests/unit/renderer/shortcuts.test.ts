import { describe, expect, test } from 'vitest'
import {
  createShortcutRegistry,
  findShortcut,
  type Shortcut,
  type Situation,
} from '../../../src-renderer/components/shortcut-registry.ts'
import { rowStep } from '../../../src-renderer/components/table/row-step.ts'
import { ariaKeys, keyLabels, pressText } from '../../../src-renderer/lib/shortcut-keys.ts'

// Guards: a letter typed into a field is text and never an action on money.

const press = (key: string, more: object = {}) =>
  pressText({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

const shortcut = (keys: string, more: Partial<Shortcut> = {}): Shortcut => ({
  keys,
  label: keys,
  run: () => undefined,
  ...more,
})

const free: Situation = { isTyping: false, isDialogOpen: false, hasSingleKeys: true }
const find = (shortcuts: readonly Shortcut[], pressed: string, at: Partial<Situation> = {}) =>
  findShortcut(shortcuts, pressed.split(' '), { ...free, ...at })

test('presses read as bindings are written', () => {
  expect(press('K', { ctrlKey: true })).toBe('mod+k')
  expect(press('k', { metaKey: true })).toBe('mod+k')
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('Enter', { ctrlKey: true })).toBe('mod+enter')
  expect(press('ArrowDown', { shiftKey: true })).toBe('shift+down')
  expect(press('Escape')).toBe('esc')
  expect(press('с', { code: 'KeyC' })).toBe('c')
})

describe('which binding answers', () => {
  const credit = shortcut('c')
  const palette = shortcut('mod+k')
  const go = shortcut('g v')
  const all = [credit, palette, go]

  test('letters rest while somebody types, commands do not', () => {
    expect(find(all, 'c').shortcut).toBe(credit)
    expect(find(all, 'c', { isTyping: true }).shortcut).toBeUndefined()
    expect(find(all, 'mod+k', { isTyping: true }).shortcut).toBe(palette)
  })

  test('a dialog silences the page behind it', () => {
    const own = shortcut('esc', { isInDialog: true })
    expect(find([...all, own], 'c', { isDialogOpen: true }).shortcut).toBeUndefined()
    expect(find([...all, own], 'esc', { isDialogOpen: true }).shortcut).toBe(own)
  })

  test('single keys can be switched off', () => {
    expect(find(all, 'c', { hasSingleKeys: false }).shortcut).toBeUndefined()
    expect(find(all, 'mod+k', { hasSingleKeys: false }).shortcut).toBe(palette)
  })

  test('a sequence begins, ends, and breaks', () => {
    expect(find(all, 'g')).toEqual({ hasBegun: true })
    expect(find(all, 'g v').shortcut).toBe(go)
    expect(find(all, 'g x')).toEqual({ hasBegun: false })
  })

  test('the newest of two on one key answers, and gives it back when it goes', () => {
    const registry = createShortcutRegistry()
    const older = shortcut('esc')
    const newer = shortcut('esc')
    registry.add(older)
    const remove = registry.add(newer)
    expect(find(registry.all(), 'esc').shortcut).toBe(newer)
    remove()
    expect(find(registry.all(), 'esc').shortcut).toBe(older)
  })
})

test('keys are shown and announced', () => {
  expect(keyLabels('mod+k', false)).toEqual(['Ctrl K'])
  expect(keyLabels('mod+k', true)).toEqual(['⌘ K'])
  expect(keyLabels('g v', false)).toEqual(['G', 'V'])
  expect(ariaKeys('mod+enter')).toBe('Control+Enter')
  expect(ariaKeys('g v')).toBeUndefined()
})

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 9, 9],
  ['ArrowUp', -1, 0],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 8],
  ['PageUp', 3, 0],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['x', 0, undefined],
])('%s from row %i leads to %s', (key, index, next) => {
  expect(rowStep(key, { index, count: 10, pageSize: 5 })).toBe(next)
})

test('an empty list has nowhere to go', () => {
  expect(rowStep('End', { index: -1, count: 0, pageSize: 5 })).toBeUndefined()
})
