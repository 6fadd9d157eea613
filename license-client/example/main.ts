import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLicenseClient, signingKeysOf } from '../index.ts'

// A tiny product: it counts things for its users, which it does whatever becomes of the license, and has a management plane, which
// is closed while the license is locked. Everything that it is told comes from the environment; a real product has its name, version,
// release day and the seller's keys built in.

const env = (name: string, otherwise?: string): string => {
  const value = process.env[name] ?? otherwise
  if (value === undefined) throw new Error(`${name} is missing`)
  return value
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const devices = new Set<string>()
const keysFile = env('LICENSE_KEYS_FILE', '')

const license = createLicenseClient({
  server: env('LICENSE_SERVER'),
  key: env('LICENSE_KEY', '') || null,
  product: env('PRODUCT', 'loomfield'),
  version: env('VERSION', '1.0.0'),
  releasedOn: env('RELEASED_ON', '2026-06-01'),
  store: env('LICENSE_FOLDER'),
  pinnedKeys: keysFile === '' ? [] : signingKeysOf(JSON.parse(readFileSync(keysFile, 'utf8'))),
  name: env('INSTANCE_NAME', 'example'),
  counts: () => ({ 'end-devices': devices.size }),
  log: (line) => say(`license: ${line}`),
})

for (const name of ['locked', 'unlocked', 'warning'] as const)
  license.on(name, ({ code }) => say(`event: ${name} ${code}`))
license.on('limits', ({ after }) => say(`event: limits ${JSON.stringify(after)}`))
license.on('notice', ({ code }) => say(`event: notice ${code}`))

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const mayAdd = (): boolean => {
  const most = license.standing().limits['max-end-devices']
  return most === undefined || devices.size < most
}

/** What an administrator does: closed with the reason, never gone. */
const manage = (request: IncomingMessage, response: ServerResponse): void => {
  const { isLocked, line } = license.standing()
  if (isLocked) return answer(response, 402, { error: line })
  if (request.method === 'POST' && !mayAdd()) return answer(response, 409, { error: 'The plan has no more devices.' })
  if (request.method === 'POST') devices.add(`device-${devices.size + 1}`)
  return answer(response, 200, { devices: [...devices] })
}

const requested: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
  '/': (_request, response) => answer(response, 200, { devices: devices.size }),
  '/manage/devices': manage,
  '/license': (_request, response) => answer(response, 200, license.standing()),
  '/license/check': async (_request, response) => answer(response, 200, await license.check()),
  '/license/request-code': async (_request, response) => answer(response, 200, { code: await license.requestCode() }),
  '/license/file': async (request, response) => {
    let text = ''
    for await (const piece of request) text += String(piece)
    answer(response, 200, await license.installFile(text))
  },
}

const server = createServer((request, response) => {
  const handle = requested[request.url ?? '']
  if (handle === undefined) answer(response, 404, { error: 'There is nothing here.' })
  else void handle(request, response)
})

const stop = async (): Promise<void> => {
  await license.stop()
  server.close()
}
process.once('SIGTERM', () => void stop())

server.listen(Number(env('PORT', '0')), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  say(`listening on http://127.0.0.1:${port}`)
  void license.start()
})
