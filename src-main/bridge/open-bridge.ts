import { BRIDGE_CHANNEL } from '@countersign/shared/bridge-channel'
import type { IpcMainEvent, WebContents, WebFrameMain } from 'electron'
import { logLine } from '../log.ts'
import { APP_ORIGIN } from '../window/app-origin.ts'
import type { AnswerCall } from './answer-call.ts'
import { createPeer, type Peer } from './peer.ts'

const isSameFrame = (one: WebFrameMain, other: WebFrameMain): boolean =>
  one.processId === other.processId && one.frameToken === other.frameToken

/** Only the top document of our own origin may speak. `origin`, not the URL: `new URL('app://…').origin` is 'null'. */
const trustedFrame = ({ senderFrame }: IpcMainEvent, contents: WebContents): WebFrameMain | null => {
  if (!senderFrame || senderFrame.parent || senderFrame.origin !== APP_ORIGIN) return null
  return isSameFrame(senderFrame, contents.mainFrame) ? senderFrame : null
}

/**
 * Listens on one window's own channel, so that a window that was never admitted has nobody to talk to. There is one
 * peer per document: `did-navigate` ends it, not `did-start-navigation`, which also fires for a refused navigation.
 */
export const openBridge = (contents: WebContents, answer: AnswerCall): void => {
  let current: { readonly frame: WebFrameMain; readonly peer: Peer } | null = null

  const close = () => {
    current?.peer.close()
    current = null
  }
  const peerOf = (frame: WebFrameMain): Peer => {
    if (current && isSameFrame(current.frame, frame)) return current.peer
    close()
    const send = (message: string) => {
      if (!frame.isDestroyed()) frame.send(BRIDGE_CHANNEL, message)
    }
    current = { frame, peer: createPeer({ answer, send }) }
    return current.peer
  }

  contents.on('did-navigate', close)
  contents.on('render-process-gone', close)
  contents.once('destroyed', close)
  contents.ipc.on(BRIDGE_CHANNEL, (event, ...parts: unknown[]) => {
    const frame = trustedFrame(event, contents)
    if (!frame) return logLine('sender-refused', { origin: event.senderFrame?.origin ?? 'gone' })
    peerOf(frame).receive(parts.length === 1 ? parts[0] : undefined)
  })
}
