import { EventEmitter } from 'node:events'

export interface OpenWindow {
  readonly webContents: { readonly gone: () => void; readonly ownsSession: (id: string) => boolean }
  readonly close: () => void
  readonly destroy: () => void
}

export const windows = new Set<OpenWindow>()

/** `made` with the contents of a new window; `all-closed` when the last one is gone. */
export const windowEvents = new EventEmitter()
