import { parseArgs } from 'node:util'
import { type RunningSandbox, startSandbox } from './index.ts'

const HELP = `A local server that speaks Stripe's API (2026-10-28.endive) to the official client.

Usage: npm run sandbox -- [options]

  --port N                 port to listen on (12111; 0 takes a free one)
  --host ADDRESS           address to listen on (127.0.0.1; the control API asks for no key)
  --seed sample            fill the account of sk_test_sample with the sample company
  --state FILE             keep everything in one SQLite file
  --webhook URL            tell this address all events of all accounts, signed
  --webhook-secret SECRET  whsec_…, what they are signed with; goes with --webhook
  --help                   this text

Keys
  sk_test_…                any of them opens an account of its own, empty unless seeded
  rk_test_readonly_NAME    reads the account of sk_test_NAME
  rk_test_…                declared by POST /_sandbox/keys {key, account, permissions}

Pages
  /                        accounts, clock, faults, keys, last requests, events and webhooks
  url of a checkout or portal session, hosted_invoice_url of an invoice

Control, JSON without a key
  GET  /_sandbox           what there is; /_sandbox/requests and /_sandbox/deliveries what happened
  POST /_sandbox/clock     {key, advance_by} moves an account's time
  POST /_sandbox/faults    {kind, path, times} breaks the next requests; DELETE mends everything
  GET  /_sandbox/help      the whole list

Examples
  npm run sandbox -- --seed sample --state sandbox.db
  npm run sandbox -- --webhook http://127.0.0.1:8787/webhooks --webhook-secret whsec_local
  curl -d '{"kind":"error_after","path":"/v1/customers*"}' http://127.0.0.1:12111/_sandbox/faults`

const DEFAULT_PORT = 12111

const read = () =>
  parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      seed: { type: 'string' },
      state: { type: 'string' },
      webhook: { type: 'string' },
      'webhook-secret': { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values

const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const portOf = (text: string | undefined): number => {
  const port = text === undefined ? DEFAULT_PORT : Number(text)
  return Number.isInteger(port) && port >= 0 && port < 65_536 ? port : fail(`--port ${text} is not a port.`)
}

const webhookOf = (values: ReturnType<typeof read>): { url: string; secret: string } | undefined => {
  const { webhook: url, 'webhook-secret': secret } = values
  if (url === undefined && secret === undefined) return undefined
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url))
    return fail('--webhook must be an http or https address.')
  return secret === undefined || secret === '' ? fail('--webhook needs --webhook-secret.') : { url, secret }
}

const reasonOf = (error: unknown, port: number): string => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is in use. Choose another with --port.`
  return error instanceof Error ? error.message : String(error)
}

const start = async (values: ReturnType<typeof read>, port: number): Promise<RunningSandbox> => {
  const { host, seed, state } = values
  if (seed !== undefined && seed !== 'sample') return fail(`There is no sample called '${seed}'. Known: sample.`)
  const webhook = webhookOf(values)
  return startSandbox({
    port,
    ...(host === undefined ? {} : { host }),
    ...(seed === undefined ? {} : { seed }),
    ...(state === undefined ? {} : { stateFile: state }),
    ...(webhook === undefined ? {} : { webhook }),
  })
}

const main = async (): Promise<void> => {
  const values = read()
  if (values.help) {
    console.log(HELP)
    return
  }
  const port = portOf(values.port)
  try {
    const sandbox = await start(values, port)
    const stop = (): void => void sandbox.close().then(() => process.exit(0))
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    console.log(
      `Sandbox Stripe at ${sandbox.url}${values.seed === undefined ? '' : ' with the sample in sk_test_sample'}`,
    )
  } catch (error) {
    fail(reasonOf(error, port))
  }
}

try {
  await main()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
