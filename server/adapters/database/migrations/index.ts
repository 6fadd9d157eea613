import { foundation } from './0001-foundation.ts'
import type { Migration } from './migration.ts'

/** In order; names sort as they run. */
export const MIGRATIONS: readonly Migration[] = [foundation]
