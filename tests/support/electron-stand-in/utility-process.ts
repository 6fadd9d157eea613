import { type ChildProcess, fork } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { requireReady } from './readiness.ts'
import { StrictEmitter, strict } from './strict.ts'

interface ForkOptions {
  readonly serviceName: string
  readonly cwd: string
  readonly stdio: 'pipe'
  readonly env: Record<string, string>
}

const children = new Set<ChildProcess>()

export const stopChildren = (): void => {
  for (const child of children) child.kill('SIGKILL')
}

class UtilityProcess extends StrictEmitter {
  pid: number | undefined
  readonly stdout = new PassThrough()
  readonly stderr = new PassThrough()
  private readonly child: ChildProcess

  constructor(path: string, args: readonly string[], { env, cwd, stdio, ...others }: ForkOptions) {
    super('utilityProcess', ['spawn', 'message', 'exit'])
    const unknown = Object.keys(others).filter((name) => name !== 'serviceName')
    if (unknown.length > 0 || stdio !== 'pipe')
      throw new Error(`stand-in: fork with ${unknown.join(', ')} is not implemented`)
    const preload = new URL('./utility-child.ts', import.meta.url).href
    this.child = fork(path, args, {
      env,
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--import', preload],
    })
    children.add(this.child)
    this.child.stdout?.pipe(this.stdout)
    this.child.stderr?.pipe(this.stderr)
    this.pid = this.child.pid
    this.child.on('spawn', () => this.emit('spawn'))
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('exit', (code) => {
      children.delete(this.child)
      this.pid = undefined
      this.emit('exit', code ?? 128)
    })
  }

  postMessage(message: object, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('stand-in: transferring a port is not implemented')
    if (this.child.connected) this.child.send(message)
  }

  kill(): boolean {
    return this.child.kill('SIGTERM')
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (path: string, args: readonly string[], options: ForkOptions) => {
    requireReady('utilityProcess.fork')
    return strict('utilityProcess', new UtilityProcess(path, args, options))
  },
})
