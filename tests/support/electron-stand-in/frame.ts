import type { Fields, Session } from './chromium.ts'
import { RECEIVE } from './in-page.ts'
import { strict } from './strict.ts'

let lastToken = 0

/** The top frame of one document. A navigation makes a new one, and the old one is destroyed. */
export class Frame {
  readonly url: string
  readonly origin: string
  readonly parent = null
  readonly processId = 1
  readonly frameToken: string
  detached = false
  private readonly session: () => Session | null
  /** The preload's world of this document; 0 while there is none. */
  private world = 0

  constructor(url: string, origin: string, session: () => Session | null) {
    lastToken += 1
    this.frameToken = `frame-${lastToken}`
    this.url = url
    this.origin = origin
    this.session = session
  }

  isDestroyed(): boolean {
    return this.detached
  }

  /** As in Electron, a message to a document whose preload does not listen yet is lost. */
  send(channel: string, text: unknown): void {
    if (typeof text !== 'string') throw new Error('stand-in: IPC carries text only')
    if (this.detached || this.world === 0) return
    const expression = `${RECEIVE}(${JSON.stringify(channel)}, ${JSON.stringify(text)})`
    // Rejected when the document is gone meanwhile, as a message to a gone document is nobody's.
    this.session()
      ?.send('Runtime.evaluate', { expression, contextId: this.world, silent: true })
      .catch(() => undefined)
  }

  enterWorld(id: number): void {
    this.world = id
  }

  leaveWorld(id?: number): void {
    if (id === undefined || id === this.world) this.world = 0
  }
}

export const createFrame = (
  frame: Fields | null,
  session: () => Session | null,
  map: (url: string) => string,
): Frame => {
  const url = frame ? map(frame.url) + (frame.urlFragment ?? '') : ''
  const isOpaque = !String(frame?.securityOrigin ?? '').startsWith('http')
  return strict('WebFrameMain', new Frame(url, isOpaque ? 'null' : map(frame?.securityOrigin), session))
}
