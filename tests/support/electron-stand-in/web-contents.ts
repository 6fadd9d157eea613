import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { fromChromium, isMapped, schemeOf, toChromium } from './addresses.ts'
import type { Chromium, Fields, Session } from './chromium.ts'
import { createFrame, type Frame } from './frame.ts'
import { BINDING, pageScripts, WORLD } from './in-page.ts'
import { serve } from './network.ts'
import { denyPermissions } from './session.ts'
import { cancellable, fault, StrictEmitter, strict } from './strict.ts'

const EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'did-start-navigation',
  'did-navigate',
  'did-finish-load',
  'did-fail-load',
  'destroyed',
  'render-process-gone',
  'preload-error',
]

interface Host {
  readonly chromium: () => Chromium
  readonly size: { readonly width: number; readonly height: number }
  readonly preload: string
  readonly onFirstLoad: () => void
  readonly onGone: () => void
}

type OpenHandler = (details: { readonly url: string; readonly frameName: string }) => { readonly action: string }

let lastId = 0

/** Chromium swallows a syntax error in an injected script; Electron reports it. */
const readPreload = (path: string): string => {
  const source = readFileSync(path, 'utf8')
  const script = new Script(`(function () {${source}\n})`, { filename: path })
  return script ? source : ''
}

/** One page: a Chromium target with the preload in a world of its own and every request answered by the app. */
export class WebContents extends StrictEmitter {
  readonly id: number
  readonly ipc = strict('webContents.ipc', new EventEmitter())
  targetId = ''
  private frame: Frame = createFrame(null, () => this.session, fromChromium)
  private session: Session | null = null
  private readonly host: Host
  private readonly started: Promise<void>
  private openHandler: OpenHandler | null = null
  private isGone = false
  private hasLoaded = false
  /** The page's own wish to go somewhere; set just before Chromium starts on it. */
  private wishedUrl: string | null = null
  private readonly wishedLoads = new Set<string>()

  constructor(host: Host) {
    super('webContents', EVENTS)
    lastId += 1
    this.id = lastId
    this.host = host
    this.started = this.start()
    this.started.catch((error: unknown) => fault(`window: ${String(error)}`))
  }

  get mainFrame(): Frame {
    return this.frame
  }

  getURL(): string {
    return this.frame.url
  }

  isDestroyed(): boolean {
    return this.isGone
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  reload(): void {
    this.command('Page.reload')
  }

  close(): void {
    this.command('Page.close')
  }

  async loadURL(url: string): Promise<void> {
    await this.started
    const target = toChromium(url)
    if (!isMapped(target)) throw new Error(`stand-in: loadURL(${schemeOf(url)}:) is not implemented`)
    await denyPermissions(this.host.chromium(), this, new URL(target).origin)
    const finished = new Promise((resolve) => this.once('did-finish-load', resolve))
    const { errorText } = (await this.session?.send('Page.navigate', { url: target })) ?? {}
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await finished
  }

  gone(): void {
    if (this.isGone) return
    this.isGone = true
    this.frame.detached = true
    this.emit('destroyed', cancellable())
    this.host.onGone()
  }

  ownsSession(id: string): boolean {
    return this.session?.id === id
  }

  private command(method: string): void {
    this.started.then(() => this.session?.send(method)).catch(() => this.gone())
  }

  private async start(): Promise<void> {
    const chromium = this.host.chromium()
    const { targetId } = await chromium.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...this.host.size,
    })
    const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: true })
    this.targetId = targetId
    const session = chromium.session(sessionId)
    this.session = session
    this.listenToScripts(session)
    this.listenToNavigation(session)
    const scripts = pageScripts(readPreload(this.host.preload), `wall-${randomBytes(12).toString('hex')}`)
    await Promise.all([
      session.send('Page.enable'),
      session.send('Inspector.enable'),
      // A custom scheme has no cookies.
      session.send('Emulation.setDocumentCookieDisabled', { disabled: true }),
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: WORLD }),
      session.send('Runtime.enable'),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ])
  }

  private listenToScripts(session: Session): void {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD && context.auxData.frameId === this.targetId) this.frame.enterWorld(context.id)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.frame.leaveWorld(executionContextId),
    )
    session.on('Runtime.executionContextsCleared', () => this.frame.leaveWorld())
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) this.hear(JSON.parse(payload))
    })
    session.on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', cancellable(), { reason: 'crashed', exitCode: 1 })
    })
  }

  private hear(said: {
    readonly channel?: string
    readonly values?: readonly string[]
    readonly broken?: string
  }): void {
    if (said.broken !== undefined) {
      fault(`preload: ${said.broken}`)
      return void this.emit('preload-error', cancellable(), this.host.preload, new Error(said.broken))
    }
    this.ipc.emit(said.channel ?? '', { type: 'frame', sender: this, senderFrame: this.frame }, ...(said.values ?? []))
  }

  private listenToNavigation(session: Session): void {
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === this.targetId) this.wishedUrl = url
    })
    session.on('Page.frameStartedNavigating', (event) => this.startNavigating(event))
    session.on('Fetch.requestPaused', (event) => {
      this.answer(session, event).catch((error: unknown) => {
        // A page that leaves takes the requests along that it was waiting for.
        if (!String(error).includes('Invalid InterceptionId')) fault(`protocol handler: ${String(error)}`)
      })
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return
      this.frame.detached = true
      this.frame = createFrame(frame, () => this.session, fromChromium)
      this.emit('did-navigate', cancellable(), this.getURL(), 200, '')
    })
    session.on('Page.loadEventFired', () => {
      if (!isMapped(toChromium(this.getURL()))) return
      this.emit('did-finish-load', cancellable())
      if (!this.hasLoaded) this.host.onFirstLoad()
      this.hasLoaded = true
    })
    session.on('Page.windowOpen', ({ url, windowName }) => {
      const { action } = this.openHandler?.({ url: fromChromium(url), frameName: windowName }) ?? { action: 'allow' }
      if (action !== 'deny') fault('window.open is implemented for the answer "deny" only')
    })
  }

  /** Electron's order: did-start-navigation comes first, also for a navigation that will-navigate then refuses. */
  private startNavigating({ frameId, url, navigationType, loaderId }: Fields): void {
    const isMain = frameId === this.targetId
    const isWished = isMain && this.wishedUrl === url
    if (isMain) this.wishedUrl = null
    this.emit('did-start-navigation', cancellable({ url: fromChromium(url), isMainFrame: isMain }))
    if (/sameDocument$/i.test(navigationType) || !isWished) return
    // What Chromium fetches is refused when it is fetched; other schemes never get that far.
    if (/^https?:/.test(url)) this.wishedLoads.add(loaderId)
    else this.mayNavigate(url)
  }

  private mayNavigate(url: string): boolean {
    const event = cancellable({ url: fromChromium(url), isMainFrame: true, isSameDocument: false })
    this.emit('will-frame-navigate', event)
    this.emit('will-navigate', event, event.url)
    return !event.defaultPrevented
  }

  private async answer(session: Session, event: Fields): Promise<void> {
    const isWished = event.resourceType === 'Document' && this.wishedLoads.delete(event.networkId)
    if (!isWished || this.mayNavigate(event.request.url)) return serve(session, event)
    await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'Aborted' })
  }
}
