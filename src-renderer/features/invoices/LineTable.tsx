import type { CatalogueEntry } from '@countersign/shared/features/invoice-work'
import type { LineComparison } from '@countersign/shared/features/invoices'
import type { Quote } from '@countersign/shared/features/quotes'
import type { Money } from '@countersign/shared/money'
import { currencyCode, figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import type { Place } from './compare-rules.ts'
import type { LineDraft } from './draft-rules.ts'
import { LineFields } from './LineFields.tsx'
import { LeftOut } from './LeftOut.tsx'
import { ListPrice } from './ListPrice.tsx'
import { Side } from './Side.tsx'
import s from './LineTable.module.css'

const words = wizard.lines

export interface LineTableProps {
  readonly quoteHead: string
  readonly quote: Quote
  readonly catalogue: readonly CatalogueEntry[]
  readonly drafts: readonly LineDraft[]
  readonly places: readonly Place[]
  readonly difference: Money
  /** Why nothing can be changed. */
  readonly fixed: string | undefined
  readonly onChange: (at: number, part: Partial<LineDraft>) => void
  readonly onRemove: (at: number) => void
  readonly onPutBack: (quoteLine: number) => void
}

interface RowProps
  extends Pick<LineTableProps, 'catalogue' | 'quote' | 'drafts' | 'fixed' | 'onChange' | 'onRemove' | 'onPutBack'> {
  readonly place: Place
}

const quotedOf = ({ quoteLine, comparison }: Place): LineComparison['quoted'] =>
  quoteLine === null ? null : (comparison?.quoted ?? null)

const Row = ({ place, catalogue, quote, drafts, fixed, onChange, onRemove, onPutBack }: RowProps) => {
  const { draftAt, quoteLine, comparison } = place
  const draft = draftAt === null ? undefined : drafts[draftAt]
  const quoted = quotedOf(place)
  return (
    <tr>
      {draft && draftAt !== null ? (
        <LineFields
          at={draftAt}
          draft={draft}
          currency={quote.currency}
          comparison={comparison}
          fixed={fixed}
          listPrice={<ListPrice draft={draft} currency={quote.currency} catalogue={catalogue} />}
          quotedCell={
            <>
              <td className={s['quote']}>
                <Side of={quoted} differs={comparison?.differs ?? []} />
              </td>
              <td className={s['quote']}>{quoted ? figureText(quoted.amount) : words.notQuoted}</td>
            </>
          }
          onChange={(part) => onChange(draftAt, part)}
          onRemove={() => onRemove(draftAt)}
        />
      ) : (
        quoteLine !== null && (
          <LeftOut
            name={quote.lines[quoteLine]?.description ?? ''}
            comparison={comparison}
            fixed={fixed}
            onPutBack={() => onPutBack(quoteLine)}
          />
        )
      )}
    </tr>
  )
}

/** What is typed beside what was accepted, line by line. */
export const LineTable = (props: LineTableProps) => {
  const { quoteHead, quote, places, difference } = props
  const code = currencyCode(quote.currency)
  return (
    <div className={s['scroller']}>
      <table className={s['lines']}>
        <caption className="cs-sr">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="cs-sr">{words.line}</span>
            </th>
            <th scope="colgroup" className={s['quote']} colSpan={2}>
              {quoteHead}
            </th>
            <th scope="colgroup" className={s['group']} colSpan={3}>
              {words.invoice}
            </th>
            <th scope="colgroup" className={s['group']} colSpan={2}>
              <span className="cs-sr">{words.difference}</span>
            </th>
          </tr>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col" className={s['quote']}>
              {words.each}
            </th>
            <th scope="col" className={s['quote']}>
              {code}
            </th>
            <th scope="col" className={s['group']}>
              {words.quantity}
            </th>
            <th scope="col">{words.price}</th>
            <th scope="col">{code}</th>
            <th scope="col" className={s['group']}>
              {words.difference}
            </th>
            <th scope="col">
              <span className="cs-sr">{words.keeping}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <Row key={place.id} {...props} place={place} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={6}>
              {words.notes(places.length)}
            </th>
            <td className={s['group']} colSpan={2}>
              {difference.amount === 0 ? words.same : figureText(difference, 'always')}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
