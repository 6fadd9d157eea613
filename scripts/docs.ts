import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsPage } from './steps/errors-page.ts'
import { repository } from './steps/run-step.ts'

// The pages of `docs/` that are made from the sources. A house test fails where one is out of date.

writeFileSync(join(repository, 'docs', 'errors.md'), errorsPage())
console.log('docs/errors.md')
