import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDesktop, repository } from '../support/build-desktop.ts'
import { type Desktop, drive, launchDesktop, runtime } from '../support/launch-desktop.ts'

// Guards: Electron's security checklist, all twenty points, each under its number. "(built code)" in a name says that
// the runtime cannot show the point, or that the stand-in could not prove it, so that what was built is read instead.

let desktop: Desktop
let page: Page
let mainCode: string
let preloadCode: string

beforeAll(async () => {
  const build = await buildDesktop()
  // The updater is a chunk of its own, loaded only in a package with a feed.
  mainCode = readFileSync(build.main, 'utf8')
  preloadCode = readFileSync(build.preload, 'utf8')
  desktop = await launchDesktop()
  page = desktop.page
  await page.waitForFunction(() => 'drive' in window)
})
afterAll(() => desktop.close())

/** The window's preferences as they stand in the minified bundle: `!0` is true, `!1` false. */
const preference = (name: string): string | undefined => new RegExp(`\\b${name}:(!0|!1)`).exec(mainCode)?.[1]
const TRUE = '!0'
const FALSE = '!1'

/** Runs in the page and tells which directives its policy stopped. */
const violations = (attempt: string): Promise<string[]> =>
  page.evaluate(
    (code) =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective))
        const host = document.createElement('div')
        document.body.append(host)
        host.innerHTML = code
        setTimeout(() => resolve([...new Set(seen)]), 150)
      }),
    attempt,
  )

const tryFetch = (url: string): Promise<string> =>
  page.evaluate(
    (target) =>
      fetch(target).then(
        () => 'reached',
        () => 'refused',
      ),
    url,
  )

describe('Electron’s checklist', () => {
  test('1 only secure content is loaded: the page comes from the app alone, and reaches no network', async () => {
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true)
    expect(
      await page.evaluate(() =>
        performance.getEntriesByType('resource').every(({ name }) => name.startsWith(location.origin)),
      ),
    ).toBe(true)
    for (const url of ['http://127.0.0.1:3000/', 'https://stripe.com/']) expect(await tryFetch(url)).toBe('refused')
  })

  test('2 no Node integration, in the page, its workers or its frames', async () => {
    expect(['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'].map(preference)).toEqual([
      FALSE,
      FALSE,
      FALSE,
    ])
    expect(
      await page.evaluate(() => ['require', 'process', 'module', 'global', 'Buffer'].filter((name) => name in window)),
    ).toEqual([])
  })

  test('3 context isolation: the page can neither change nor reach what the preload holds', async () => {
    expect(preference('contextIsolation')).toBe(TRUE)
    const stolen = await page.evaluate(() => {
      let calls = 0
      const original = Reflect.get(Function.prototype, 'call') as unknown
      Reflect.set(Function.prototype, 'call', () => {
        calls += 1
      })
      window.countersign?.send('{"kind":"abort","id":1}')
      Reflect.set(Function.prototype, 'call', original)
      return calls
    })
    expect(stolen).toBe(0)
  })

  test('4 process sandboxing (built code)', () => {
    expect(preference('sandbox')).toBe(TRUE)
    expect(mainCode).toContain('.enableSandbox()')
    expect(mainCode).not.toContain('no-sandbox')
  })

  test('5 every permission is refused', async () => {
    const answers = await page.evaluate(async () => {
      const names = [
        'notifications',
        'geolocation',
        'camera',
        'microphone',
        'midi',
        'clipboard-read',
      ] as PermissionName[]
      const states = await Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
      return { states, asked: await Notification.requestPermission() }
    })
    expect(answers.states).not.toContain('granted')
    expect(answers.asked).toBe('denied')
  })

  test('6 web security stays on', async () => {
    expect(preference('webSecurity')).toBe(TRUE)
    expect(mainCode).not.toMatch(/disable-web-security|bypassCSP/)
  })

  test('7 a strict content policy, with a nonce of its own for each load, is in force', async () => {
    const policyOf = async () => (await page.reload())?.headers()['content-security-policy'] ?? ''
    const [first, second] = [await policyOf(), await policyOf()]
    const nonceOf = (policy: string) => /'nonce-([^']{22,})'/.exec(policy)?.[1]
    expect(first).toContain("default-src 'none'")
    expect(first).toContain("script-src 'self'")
    expect(nonceOf(first)).toBeDefined()
    expect(nonceOf(first)).not.toBe(nonceOf(second))
    await page.waitForFunction(() => 'drive' in window)
    const known = await page.evaluate(() => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce)
    expect(known).toBe(nonceOf(second))

    expect(await violations('<img src="https://evil.example/pixel.png">')).toEqual(['img-src'])
    expect(await violations('<img src="x" onerror="window.broken = true">')).toEqual(['script-src-attr'])
    expect(await violations('<style>body { color: red }</style>')).toEqual(['style-src-elem'])
    expect(await violations('<iframe srcdoc="x"></iframe><object data="https://evil.example"></object>')).toEqual(
      expect.arrayContaining(['object-src']),
    )
    // In a task of its own: what the debugger evaluates itself is exempt from the policy.
    const evaluated = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          setTimeout(() => {
            try {
              // oxlint-disable-next-line no-new-func, no-implied-eval, typescript/no-implied-eval -- that it fails is the point
              resolve(String(new Function('return "ran"')()))
            } catch {
              resolve('refused')
            }
          })
        }),
    )
    expect(evaluated).toBe('refused')
    const styled = await page.evaluate((nonce) => {
      const style = document.createElement('style')
      style.nonce = nonce ?? ''
      style.textContent = 'h1 { color: rgb(1, 2, 3) }'
      document.head.append(style)
      return getComputedStyle(document.querySelector('h1') as Element).color
    }, known)
    expect(styled).toBe('rgb(1, 2, 3)')
  })

  test('8 insecure content is not allowed to run', () => {
    expect(preference('allowRunningInsecureContent')).toBe(FALSE)
  })

  test('9 no experimental features (built code)', () => {
    expect(preference('experimentalFeatures')).toBe(FALSE)
    expect(mainCode).not.toContain('enable-experimental-web-platform-features')
  })

  test('10 no Blink features are switched on (built code)', () => {
    expect(mainCode).not.toMatch(/enableBlinkFeatures|enable-blink-features/)
  })

  test('11 no page allows popups', () => {
    expect(mainCode).not.toContain('allowpopups')
  })

  test('12 web views cannot exist', async () => {
    expect(preference('webviewTag')).toBe(FALSE)
    expect(mainCode).toContain('will-attach-webview')
    expect(
      await page.evaluate(
        () =>
          document.createElement('webview') instanceof HTMLUnknownElement ||
          document.createElement('webview').constructor === HTMLElement,
      ),
    ).toBe(true)
  })

  test('13 navigation is limited to the app', async () => {
    const before = page.url()
    await page.evaluate(() => {
      location.href = 'https://evil.example/'
    })
    expect(await drive(page, 'query', 'echo', { text: 'here' })).toMatchObject({ data: { text: 'here' } })
    expect(page.url()).toBe(before)
  })

  test('14 no new window is made', async () => {
    expect(await page.evaluate(() => window.open('https://stripe.com/', 'name'))).toBeNull()
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('15 only trusted links go to the system, and files never', async () => {
    expect(mainCode).not.toMatch(/openPath|showItemInFolder|openItem/)
    expect(mainCode.match(/\.openExternal\(/g)).toHaveLength(2)
    const { error } = await drive(page, 'ask', 'openExternal', { url: 'file:///etc/passwd' })
    expect(error?.shape).toMatchObject({ data: { code: 'INPUT_INVALID' } })
  })

  test('16 a current Electron, pinned to one version (package file)', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    const installed = JSON.parse(readFileSync(join(repository, 'node_modules/electron/package.json'), 'utf8'))
    expect(devDependencies.electron).toBe(installed.version)
    expect(Number(installed.version.split('.')[0])).toBeGreaterThanOrEqual(45)
  })

  test('17 the sender of each message is checked', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const note = '{"kind":"call","id":5000000,"type":"mutation","path":"note","input":{"text":"forged"}}'
      window?.webContents.ipc.emit(
        'countersign:bridge',
        { senderFrame: { origin: 'https://evil.example', parent: null } },
        note,
      )
    })
    expect(await drive(page, 'query', 'seen')).toMatchObject({ data: { notes: [] } })
  })

  test('18 a scheme of its own, and nothing from file:', async () => {
    const url = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    )
    expect(url).toBe('app://main/index.html')
    expect(mainCode).not.toMatch(/loadFile\(|`file:\/\/\$\{|"file:\/\/"\+/)
  })

  test('19 the fuses are set in the package’s recipe; their effect is not run here', () => {
    const recipe = readFileSync(join(repository, 'electron-builder.yml'), 'utf8')
    const fuses = Object.fromEntries(
      [...(/electronFuses:\n((?: {2}.*\n)+)/.exec(recipe)?.[1] ?? '').matchAll(/^ {2}(\w+): (true|false)$/gm)].map(
        ([, name, value]) => [name, value === 'true'],
      ),
    )
    expect(fuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  test('20 the page gets one object of two functions, not an API of Electron', async () => {
    expect(preloadCode.match(/exposeInMainWorld/g)).toHaveLength(1)
    expect([...new Set(preloadCode.match(/ipcRenderer\.\w+/g))].toSorted((a, b) => a.localeCompare(b))).toEqual([
      'ipcRenderer.on',
      'ipcRenderer.removeListener',
      'ipcRenderer.send',
    ])
    expect(preloadCode.match(/require\(([^)]*)\)/g)).toEqual(['require("electron")'])
    expect(await page.evaluate(() => Object.keys(window.countersign ?? {}))).toEqual(['send', 'onMessage'])
  })
})

test.runIf(runtime === 'stand-in')('the stand-in found nothing wrong with itself meanwhile', () => {
  expect(desktop.log()).not.toContain('stand-in:')
})
