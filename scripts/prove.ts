import { runStep } from './steps/run-step.ts'
import { PROVERS } from './steps/provers.ts'

// `npm run prove` runs every prover in full, `npm run prove NAME` one. Never part of CI.

const wanted = process.argv[2]
const chosen = PROVERS.filter(({ name }) => wanted === undefined || name === wanted)

const main = async (): Promise<number> => {
  if (PROVERS.length === 0) {
    console.error('There are no provers yet.')
    return 2
  }
  if (chosen.length === 0) {
    console.error(`No prover “${wanted}”; there are: ${PROVERS.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  let failures = 0
  for (const { name, entry, proves } of chosen) {
    console.log(`── ${name}: ${proves}`)
    const result = await runStep({ name, command: [process.execPath, entry] }, { isShown: true })
    if (!result.isOk) failures += 1
  }
  return failures === 0 ? 0 : 1
}

process.exitCode = await main()
