import type { ImportProblem } from '@countersign/shared/features/quotes'
import { Download } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Name } from '../../components/Name.tsx'
import { csvText } from '../../lib/csv.ts'
import { downloadText } from '../../lib/download.ts'
import { countText } from '../../lib/numbers.ts'
import { quoteImport as words } from '../../messages/quotes.ts'
import s from './Quotes.module.css'

const { row: rowHead, reference: referenceHead, column: columnHead, why: whyHead } = words.problemColumns

const save = (problems: readonly ImportProblem[]): void => {
  const lines = problems.map(({ row, reference, column, why }) => [String(row), reference ?? '', column ?? '', why])
  downloadText('broken-rows.csv', csvText([[rowHead, referenceHead, columnHead, whyHead], ...lines]))
}

export interface ImportProblemsProps {
  readonly problems: readonly ImportProblem[]
  readonly all: number
}

/** Each broken row by its number, with the whole of what is wrong: to be mended in the file. */
export const ImportProblems = ({ problems, all }: ImportProblemsProps) =>
  problems.length > 0 && (
    <div>
      <div className={s['problemHead']}>
        <b>{words.problems}</b>
        {problems.length < all && <span className="cs-dim">{words.problemsMore(problems.length, all)}</span>}
        <span className="cs-push" />
        <Button kind="quiet" size="sm" icon={Download} onPress={() => save(problems)}>
          {words.problemsSave}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached with the keyboard */}
      <section className={s['problems']} aria-label={words.problems} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{rowHead}</th>
              <th scope="col">{referenceHead}</th>
              <th scope="col">{whyHead}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, reference, column, why }) => (
              <tr key={`${row} ${column ?? ''} ${why}`}>
                <td>{countText(row)}</td>
                <td>
                  <Name>{reference ?? ''}</Name>
                </td>
                <td>
                  {column !== null && <span className="cs-mono">{column} </span>}
                  <Name>{why}</Name>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
