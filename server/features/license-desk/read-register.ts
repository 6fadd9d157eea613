import type { ReleaseRow } from '@countersign/shared/features/license-desk'
import type { Queryable } from '../../ports/database.ts'
import { listProducts, listRegister } from '../licenses/index.ts'

const MOST = 1000

/** Newest first; of one product or of all. */
export const readRegister = async (
  db: Queryable,
  product: string | undefined,
): Promise<{ releases: ReleaseRow[]; products: string[] }> => ({
  releases: await listRegister(db, product ?? null, MOST),
  products: await listProducts(db),
})
