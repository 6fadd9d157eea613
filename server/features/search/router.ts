import { searchInputSchema, searchResultSchema } from '@countersign/shared/features/search'
import { router, staffProcedure } from '../../kernel/procedures.ts'
import { searchMirror } from './search-mirror.ts'

export const searchRouter = router({
  find: staffProcedure('search.read')
    .input(searchInputSchema)
    .output(searchResultSchema)
    .query(({ ctx, input }) => searchMirror(ctx.kernel, input)),
})
