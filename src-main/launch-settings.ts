import { join } from 'node:path'
import { app } from 'electron'

/** Where the parts of the build lie. Only a build that is not packaged can be pointed elsewhere, for development and tests. */
const overridable = (name: string, builtIn: string): string =>
  (app.isPackaged ? undefined : process.env[name]) ?? builtIn

const here = import.meta.dirname

export const preloadFile = (): string => join(here, '../preload/index.cjs')
export const rendererRoot = (): string => overridable('COUNTERSIGN_RENDERER_ROOT', join(here, '../renderer'))
export const companionEntry = (): string => overridable('COUNTERSIGN_COMPANION_ENTRY', join(here, 'companion.js'))
/** Whether the embedded companion fills an empty sandbox with the sample company. */
export const wantsSample = (): boolean => overridable('COUNTERSIGN_SAMPLE', 'company') !== 'none'
