import type { DeskLink } from '@countersign/shared/desktop'
import { app } from 'electron'
import type { PowersOf } from '../bridge/powers.ts'
import { logLine } from '../log.ts'
import { DESK_SCHEME, findDeskLink, parseDeskLink } from './desk-link-rules.ts'

export interface DeskLinks {
  /** Opens it in the desk: at once where the desk listens, else as soon as it does. */
  readonly open: (link: DeskLink) => void
  readonly openFrom: (argv: readonly string[]) => void
  readonly powers: PowersOf<'links'>
}

type Listener = (link: DeskLink) => void

const createDeskLinks = (): DeskLinks => {
  const listeners = new Set<Listener>()
  let pending: DeskLink | null = null

  const takePending = (): DeskLink | null => {
    const link = pending
    pending = null
    return link
  }
  const open = (link: DeskLink) => {
    if (listeners.size === 0) pending = link
    for (const listener of listeners) listener(link)
  }

  async function* opened(signal: AbortSignal): AsyncGenerator<DeskLink, void, undefined> {
    const queue = [takePending()].filter((link) => link !== null)
    let wake = Promise.withResolvers<void>()
    const listener = (link: DeskLink) => {
      queue.push(link)
      wake.resolve()
    }
    listeners.add(listener)
    signal.addEventListener('abort', () => wake.resolve(), { once: true })
    try {
      while (!signal.aborted) {
        yield* queue.splice(0)
        await wake.promise
        wake = Promise.withResolvers<void>()
      }
    } finally {
      listeners.delete(listener)
    }
  }

  return {
    open,
    openFrom: (argv) => {
      const link = findDeskLink(argv)
      if (link) open(link)
    },
    powers: { 'links.pending': takePending, 'links.onOpen': (_input, signal) => opened(signal) },
  }
}

/** Before ready: macOS may send the link that started the app while it is still starting. */
export const setupLinks = (): DeskLinks => {
  const links = createDeskLinks()
  if (app.isPackaged) app.setAsDefaultProtocolClient(DESK_SCHEME)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const link = parseDeskLink(url)
    if (link) links.open(link)
    else logLine('link-refused')
  })
  links.openFrom(process.argv)
  return links
}
