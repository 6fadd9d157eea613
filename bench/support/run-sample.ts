import { startEmbedded } from '../../server/app/embedded.ts'

// The companion in a process of its own, as `npm start` runs it: from its sources, on data that is already there.

const [dataFolder = '', deskFolder = ''] = process.argv.slice(2)
const embedded = await startEmbedded({
  dataFolder,
  port: 0,
  isSample: true,
  launchToken: null,
  deskFolder,
  logLevel: 'silent',
})
process.once('SIGTERM', () => void embedded.stop().then(() => process.exit(0)))
process.stdout.write(`${embedded.deskUrl}\n`)
