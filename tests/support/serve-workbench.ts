import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** As strict as the desk's own: what the parts need beyond it would be refused there too. */
const policy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' data:`

/** The runner says "test", which would build React's slow development half. */
const buildForProduction = async (outDir: string): Promise<void> => {
  const configFile = join(import.meta.dirname, '../../src-renderer/workbench/vite.config.ts')
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

export interface ServedWorkbench {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Builds the workbench and serves it with a fresh nonce at every load. */
export const serveWorkbench = async (): Promise<ServedWorkbench> => {
  const folder = await mkdtemp(join(tmpdir(), 'workbench-'))
  await buildForProduction(folder)
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://workbench').pathname)
    const type = TYPES[extname(path)]
    void readFile(join(folder, path)).then(
      (file) => {
        const nonce = randomBytes(16).toString('base64')
        const isPage = extname(path) === '.html'
        response.writeHead(200, {
          'content-type': type ?? 'application/octet-stream',
          ...(isPage ? { 'content-security-policy': policy(nonce) } : {}),
        })
        response.end(isPage ? file.toString('utf8').replaceAll('nonce="NONCE"', `nonce="${nonce}"`) : file)
      },
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/workbench/index.html`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
