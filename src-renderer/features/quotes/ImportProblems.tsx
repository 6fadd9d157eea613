import type { ImportProblem } from '@countersign/shared/features/quotes'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { quoteImport as words } from '../../messages/quotes.ts'
import s from './Quotes.module.css'

const heads = words.problemColumns

const idOf = ({ row, column, why }: ImportProblem): string => `${row} ${column ?? ''} ${why}`

const columns: readonly TableColumn<ImportProblem>[] = [
  {
    id: 'row',
    head: heads.row,
    width: 72,
    align: 'end',
    cell: ({ row }) => String(row),
    text: ({ row }) => String(row),
    sortValue: ({ row }) => row,
    isFixed: true,
  },
  {
    id: 'reference',
    head: heads.reference,
    width: 140,
    cell: ({ reference }) => <Name isCut>{reference ?? ''}</Name>,
    text: ({ reference }) => reference ?? '',
    sortValue: ({ reference }) => reference ?? '',
  },
  {
    id: 'column',
    head: heads.column,
    width: 120,
    cell: ({ column }) => <Name isCut>{column ?? ''}</Name>,
    text: ({ column }) => column ?? '',
    sortValue: ({ column }) => column ?? '',
  },
  {
    id: 'why',
    head: heads.why,
    cell: ({ why }) => <Name isCut>{why}</Name>,
    text: ({ why }) => why,
    sortValue: ({ why }) => why,
    isFixed: true,
  },
]

export interface ImportProblemsProps {
  readonly problems: readonly ImportProblem[]
  readonly all: number
}

/** Each broken row by its number, with what is wrong: to be mended in the file, which can be saved as a list. */
export const ImportProblems = ({ problems, all }: ImportProblemsProps) =>
  problems.length > 0 && (
    <div className={s['problems']}>
      <DenseTable
        label={words.problems}
        rows={problems}
        columns={columns}
        rowId={idOf}
        fileName="broken-rows"
        toolsStart={
          <b>
            {words.problems}
            {problems.length < all && ` ${words.problemsMore(problems.length, all)}`}
          </b>
        }
      />
    </div>
  )
