import { join } from 'node:path'
import { app, type BrowserWindow, screen } from 'electron'
import { z } from 'zod'
import { openJsonFile } from '../files/json-file.ts'
import { type Place, placeWindow } from './window-place-rules.ts'

const savedSchema = z.object({
  place: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  isMaximized: z.boolean(),
})

const SETTLE_MS = 400

export interface RememberedPlace {
  readonly place: Place
  readonly isMaximized: boolean
  readonly follow: (window: BrowserWindow) => void
}

export const recallWindowPlace = (): RememberedPlace => {
  const file = openJsonFile(join(app.getPath('userData'), 'window.json'), savedSchema, {
    place: null,
    isMaximized: false,
  })
  const saved = file.read()
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)

  const follow = (window: BrowserWindow) => {
    let timer: NodeJS.Timeout | undefined
    const save = () => {
      clearTimeout(timer)
      if (!window.isDestroyed()) void file.write({ place: window.getNormalBounds(), isMaximized: window.isMaximized() })
    }
    const saveSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(save, SETTLE_MS)
    }
    window.on('resize', saveSoon)
    window.on('move', saveSoon)
    window.on('close', save)
  }
  return { place: placeWindow(saved.place, screens), isMaximized: saved.isMaximized, follow }
}
