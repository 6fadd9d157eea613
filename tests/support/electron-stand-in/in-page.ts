// oxlint-disable typescript/unbound-method -- builtins are taken here and called with apply
/**
 * Code that runs inside Chromium, sent there as text: each function stands alone, and takes hold of the builtins it
 * needs before any code of the page can replace them.
 */
export const WORLD = 'Electron Isolated Context'
export const BINDING = '__standInPost'
export const RECEIVE = '__standInReceive'

type Call = (...values: unknown[]) => unknown
type Wire = readonly [kind: string, value?: unknown]
type Message = {
  kind: 'expose' | 'call' | 'reply'
  id: number
  key?: string
  wire: Wire
  isOk?: boolean
  target?: number
}

/** One end of the wall between two worlds. Both run this; values become wires, functions become numbers. */
function makePort(
  node: EventTarget,
  outgoing: string,
  incoming: string,
  onExpose: (key: string, value: unknown) => void,
) {
  const { apply, ownKeys } = Reflect
  const { isArray } = Array
  const { dispatchEvent } = EventTarget.prototype
  const [get, set] = [WeakMap.prototype.get, WeakMap.prototype.set]
  const [PortEvent, PortError, tagOf] = [CustomEvent, Error, Object.prototype.toString]
  const mine: Record<number, Call> = Object.create(null)
  const replies: Record<number, Message> = Object.create(null)
  const numbers = new WeakMap<object, number>()
  const foreign = new WeakMap<object, number>()
  let last = 0

  const post = (message: Message) => apply(dispatchEvent, node, [new PortEvent(outgoing, { detail: message })])
  const numberOf = (call: Call): number => {
    const known = apply(get, numbers, [call]) as number | undefined
    if (known) return known
    last += 1
    apply(set, numbers, [call, last])
    mine[last] = call
    return last
  }
  const encode = (value: unknown): Wire => {
    if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return ['plain', value]
    if (typeof value === 'function') {
      const theirs = apply(get, foreign, [value])
      return theirs ? ['back', theirs] : ['function', numberOf(value as Call)]
    }
    const tag = apply(tagOf, value, [])
    if (tag === '[object Error]') return ['error', (value as Error).message]
    if (tag !== '[object Object]' || isArray(value))
      throw new PortError(`stand-in: contextBridge with ${tag} is not implemented`)
    const pairs: [PropertyKey, Wire][] = []
    for (const key of ownKeys(value as object))
      pairs[pairs.length] = [key, encode((value as Record<PropertyKey, unknown>)[key])]
    return ['object', pairs]
  }
  const decode = ([kind, value]: Wire): unknown => {
    if (kind === 'plain') return value
    if (kind === 'back') return mine[value as number]
    if (kind === 'error') return new PortError(value as string)
    if (kind === 'function') {
      const call: Call = (...values) => ask(value as number, values)
      apply(set, foreign, [call, value])
      return call
    }
    const object: Record<PropertyKey, unknown> = {}
    for (const [key, wire] of value as [PropertyKey, Wire][]) object[key] = decode(wire)
    return object
  }
  /** Events on a node are delivered at once, so that the reply is there when `post` returns. */
  const settled = (id: number): unknown => {
    const reply = replies[id]
    delete replies[id]
    if (!reply) throw new PortError('stand-in: the other world did not answer')
    if (reply.isOk) return decode(reply.wire)
    throw decode(reply.wire)
  }
  const ask = (target: number, values: unknown[]): unknown => {
    last += 1
    const id = last
    const list: Record<number, unknown> = {}
    for (let index = 0; index < values.length; index += 1) list[index] = values[index]
    post({ kind: 'call', id, target, wire: encode(list) })
    return settled(id)
  }
  const perform = (message: Message): unknown => {
    if (message.kind === 'expose') return onExpose(message.key ?? '', decode(message.wire))
    const list = decode(message.wire) as Record<number, unknown>
    const values: unknown[] = []
    for (const key of ownKeys(list)) values[values.length] = list[key as unknown as number]
    return apply(mine[message.target ?? 0] as Call, undefined, values)
  }
  node.addEventListener(incoming, (event) => {
    const message = (event as CustomEvent<Message>).detail
    if (message.kind === 'reply') {
      replies[message.id] = message
      return
    }
    let answer: { isOk: boolean; wire: Wire }
    try {
      answer = { isOk: true, wire: encode(perform(message)) }
    } catch (error) {
      answer = { isOk: false, wire: encode(error instanceof PortError ? error : new PortError(String(error))) }
    }
    post({ kind: 'reply', id: message.id, ...answer })
  })
  return {
    expose: (key: string, value: unknown) => {
      last += 1
      const id = last
      post({ kind: 'expose', id, key, wire: encode(value) })
      settled(id)
    },
  }
}

/** Runs first, in the page's own world: waits for the preload's world to hand over the wall, once. */
function mainWorld(secret: string, port: typeof makePort) {
  if (window.top !== window) return
  const { freeze, defineProperty } = Object
  document.addEventListener(secret, function take(event) {
    document.removeEventListener(secret, take)
    const host = (event as MouseEvent).relatedTarget as Element
    port(host.shadowRoot?.firstChild as EventTarget, 'from-page', 'to-page', (key, value) => {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      defineProperty(window, key, { value: freeze(value), writable: false, configurable: false, enumerable: true })
    })
  })
}

interface IsolatedSetup {
  readonly secret: string
  readonly binding: string
  readonly receive: string
}

/** Runs second, in a world of its own: gives the preload the two modules that a sandboxed one has, and runs it. */
function isolatedWorld(
  { secret, binding, receive }: IsolatedSetup,
  port: typeof makePort,
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
) {
  if (window.top !== window) return
  type Listener = (event: object, text: string) => void
  const post = Reflect.get(globalThis, binding) as (text: string) => void
  const listeners: { channel: string; listener: Listener }[] = []
  const strict = (name: string, value: object) =>
    new Proxy(value, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key)
        throw new Error(`stand-in: ${name}.${key} is not implemented`)
      },
    })
  const ipcRenderer = strict('ipcRenderer', {
    send: (channel: string, ...values: unknown[]) => {
      if (values.some((value) => typeof value !== 'string')) throw new Error('stand-in: IPC carries text only')
      post(JSON.stringify({ channel, values }))
    },
    on: (channel: string, listener: Listener) => {
      listeners.push({ channel, listener })
    },
    removeListener: (channel: string, listener: Listener) => {
      const index = listeners.findIndex((entry) => entry.channel === channel && entry.listener === listener)
      if (index >= 0) listeners.splice(index, 1)
    },
  })
  Object.defineProperty(globalThis, receive, {
    value: (channel: string, text: string) => {
      for (const entry of listeners.filter((one) => one.channel === channel))
        entry.listener({ sender: ipcRenderer }, text)
    },
  })
  try {
    // A node inside a shadow tree that is in no document: code of the page has no way to it.
    const host = document.createElement('div')
    host.attachShadow({ mode: 'open' }).append(document.createElement('i'))
    const wall = port(host.shadowRoot?.firstChild as EventTarget, 'to-page', 'from-page', () => undefined)
    document.dispatchEvent(new MouseEvent(secret, { relatedTarget: host }))
    const contextBridge = strict('contextBridge', { exposeInMainWorld: wall.expose })
    const electron = strict('electron', { contextBridge, ipcRenderer })
    const require = (name: string) => {
      if (name === 'electron') return electron
      throw new Error(`module not found: ${name} (a sandboxed preload has none)`)
    }
    preload(require, { exports: {} }, {})
  } catch (error) {
    post(JSON.stringify({ broken: String(error instanceof Error ? error.stack : error) }))
  }
}

/** The two scripts to run at the start of every document, in this order. */
export const pageScripts = (
  preloadSource: string,
  secret: string,
): { readonly main: string; readonly isolated: string } => {
  const setup = JSON.stringify({ secret, binding: BINDING, receive: RECEIVE })
  const preload = `function (require, module, exports) {\n${preloadSource}\n}`
  return {
    main: `(${String(mainWorld)})(${JSON.stringify(secret)}, ${String(makePort)})`,
    isolated: `(${String(isolatedWorld)})(${setup}, ${String(makePort)}, ${preload})`,
  }
}
