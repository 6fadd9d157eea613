import { noSuch } from '../../wire/errors.ts'
import { listOf, type PageParams, pageSize } from '../../wire/list.ts'
import type { Answer, Call } from '../../wire/route.ts'

/** Lines keep the order of the invoice, unlike lists of objects, which are newest first. */
export const listLines = ({ account, path }: Call, params: PageParams, id: string): Answer => {
  const { data } = account.need('invoice', id).lines
  const size = pageSize(params.limit)
  const placeOf = (line: string, param: string): number => {
    const at = data.findIndex((one) => one.id === line)
    if (at < 0) throw noSuch('line_item', line, param)
    return at
  }
  if (params.ending_before !== undefined) {
    const end = placeOf(params.ending_before, 'ending_before')
    const start = Math.max(0, end - size)
    return listOf(path, data.slice(start, end), start > 0)
  }
  const start = params.starting_after === undefined ? 0 : placeOf(params.starting_after, 'starting_after') + 1
  return listOf(path, data.slice(start, start + size), start + size < data.length)
}
