import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsPage } from './steps/errors-page.ts'
import { licenseCodesPage } from './steps/license-codes-page.ts'
import { repository } from './steps/run-step.ts'

// The pages of `docs/` that are made from the sources. A house test fails where one is out of date.

const pages = { 'errors.md': errorsPage(), 'license-codes.md': licenseCodesPage() }
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(join(repository, 'docs', name), text)
  console.log(`docs/${name}`)
}
