import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentPolicy, withNonce } from '@countersign/shared/content-policy'
import { protocol } from 'electron'
import { rendererRoot } from '../launch-settings.ts'
import { APP_SCHEME } from './app-origin.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
}

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

/** The file that a URL names, or null when it names none of ours: another host, an unknown kind, a way out of the folder. */
const fileOf = (url: URL, root: string): { readonly path: string; readonly mediaType: string } | null => {
  if (url.host !== 'main') return null
  let name: string
  try {
    name = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  const path = normalize(join(root, name === '/' ? 'index.html' : name))
  const mediaType = MEDIA_TYPES[extname(path)]
  return mediaType && path.startsWith(root + sep) && !name.includes('\0') ? { path, mediaType } : null
}

const serve = async (request: Request, root: string): Promise<Response> => {
  const file = request.method === 'GET' ? fileOf(new URL(request.url), root) : null
  const body = file && (await readFile(file.path).catch(() => null))
  if (!file || !body) return new Response('Not found', { status: 404, headers: SAFE_HEADERS })
  const headers = { ...SAFE_HEADERS, 'content-type': file.mediaType }
  if (extname(file.path) !== '.html') return new Response(new Uint8Array(body), { headers })
  const nonce = randomBytes(16).toString('base64')
  return new Response(withNonce(body.toString('utf8'), nonce), {
    headers: { ...headers, 'content-security-policy': contentPolicy(nonce, "'none'") },
  })
}

/** Before ready. Standard and secure gives the page an origin of its own; nothing bypasses the content policy. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }])
}

export const setupAppProtocol = (): void => {
  const root = normalize(rendererRoot())
  protocol.handle(APP_SCHEME, (request) => serve(request, root))
}
