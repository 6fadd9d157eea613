// Runs first inside a utility process: what Electron offers there is `process.parentPort`, not `process.send`.
import { EventEmitter } from 'node:events'

const send = process.send?.bind(process)

class ParentPort extends EventEmitter {
  postMessage(message: object): void {
    send?.(message)
  }
}

const parentPort = new ParentPort()
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
process.on('disconnect', () => process.exit(0))
Object.defineProperty(process, 'parentPort', { value: parentPort })
Reflect.deleteProperty(process, 'send')
Reflect.deleteProperty(process, 'disconnect')
