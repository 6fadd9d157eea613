import { AGE_BANDS, type AgeBand, type Ageing } from '@countersign/shared/features/receivables'
import { currencyDecimals } from '@countersign/shared/money'
import { toneClass } from '../../components/tone.ts'
import { currencyCode, figurePadding, figureText } from '../../lib/money.ts'
import { messages } from '../../messages/index.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { toneOfBand } from './receivable-columns.tsx'
import s from './Receivables.module.css'

const percentOf = ({ bands, open }: Ageing, band: AgeBand): number =>
  open.amount === 0 ? 0 : Math.round((bands[band].amount / open.amount) * 100)

const barText = (one: Ageing): string =>
  words.barText(
    currencyCode(one.currency),
    AGE_BANDS.map((band) => words.share(words.bands[band], percentOf(one, band))),
  )

const Bar = ({ one }: { readonly one: Ageing }) => (
  <>
    <span className="cs-sr">{barText(one)}</span>
    <span className={s['bar']} aria-hidden>
      {AGE_BANDS.filter((band) => one.bands[band].amount > 0).map((band) => (
        <i key={band} data-band={band} style={{ flexGrow: one.bands[band].amount }} />
      ))}
    </span>
  </>
)

interface FigureProps {
  readonly one: Ageing
  readonly band: AgeBand
  readonly decimals: number
}

const Figure = ({ one, band, decimals }: FigureProps) => {
  const value = one.bands[band]
  return (
    <span data-padding={figurePadding(one.currency, decimals)} className={toneClass(toneOfBand(band), s['figure'])}>
      {value.amount === 0 ? <span className="cs-faint">{messages.common.none}</span> : figureText(value)}
    </span>
  )
}

interface RowProps {
  readonly one: Ageing
  readonly code: string
  readonly decimals: number
}

const Row = ({ one, code, decimals }: RowProps) => (
  <tr>
    <th scope="row">{code}</th>
    <td className={s['end']}>
      <b data-padding={figurePadding(one.currency, decimals)} className={s['figure']}>
        {figureText(one.open)}
      </b>
    </td>
    <td className={s['wide']}>
      <Bar one={one} />
    </td>
    {AGE_BANDS.map((band) => (
      <td key={band} className={s['end']}>
        <Figure one={one} band={band} decimals={decimals} />
      </td>
    ))}
  </tr>
)

/** What is open by age: a bar for each currency, which are never added up. */
export const AgeingBars = ({ ageing }: { readonly ageing: readonly Ageing[] }) => {
  const decimals = Math.max(2, ...ageing.map(({ currency }) => currencyDecimals(currency)))
  return (
    <section className={s['ageing']} aria-label={words.ageing}>
      <table>
        <thead>
          <tr>
            <th aria-label={words.currency} />
            <th className={s['end']}>{words.open}</th>
            <th className={s['wide']}>{words.neverAdded}</th>
            {AGE_BANDS.map((band) => (
              <th key={band} className={s['end']}>
                <i data-band={band} className={s['swatch']} aria-hidden />
                {words.bands[band]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ageing.map((one) => (
            <Row key={one.currency} one={one} code={currencyCode(one.currency)} decimals={decimals} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
