import { common } from './words.ts'
import { evidence } from './evidence.ts'
import { money } from './money.ts'
import { palette } from './palette.ts'
import { problem } from './problem.ts'
import { proof } from './proof.ts'
import { shell } from './shell.ts'
import { shortcuts } from './shortcuts.ts'
import { table } from './table.ts'
import { timeline } from './timeline.ts'

/** Every English text of the desk, by area; a page adds its own area as a file beside these. */
export const messages = { common, evidence, money, palette, problem, proof, shell, shortcuts, table, timeline } as const
