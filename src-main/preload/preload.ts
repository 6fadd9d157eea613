import { BRIDGE_CHANNEL, type BridgePort, MAX_MESSAGE_CHARS } from '@countersign/shared/bridge-channel'
import { contextBridge, ipcRenderer } from 'electron'

const port: BridgePort = {
  send: (message) => {
    if (typeof message !== 'string') throw new TypeError('The bridge carries text only.')
    if (message.length > MAX_MESSAGE_CHARS) throw new RangeError('That is too large for the bridge.')
    ipcRenderer.send(BRIDGE_CHANNEL, message)
  },
  onMessage: (listener) => {
    // The event never reaches the page: its `sender` is the whole of ipcRenderer.
    const forward = (_event: unknown, message: string) => listener(message)
    ipcRenderer.on(BRIDGE_CHANNEL, forward)
    return () => {
      ipcRenderer.removeListener(BRIDGE_CHANNEL, forward)
    }
  },
}

contextBridge.exposeInMainWorld('countersign', Object.freeze(port))
