import { foundation } from './0001-foundation.ts'
import { sessionConfirmation } from './0003-session-confirmation.ts'
import type { Migration } from './migration.ts'

/** In order; names sort as they run. */
export const MIGRATIONS: readonly Migration[] = [foundation, sessionConfirmation]
