import { balancePath, type BalancePoint } from '../lib/balance-path.ts'
import s from './BalanceSteps.module.css'

export interface BalanceStepsProps {
  /** The whole picture in a sentence: "−62 euro in January, reversed; −120 since November". */
  readonly label: string
  readonly points: readonly BalancePoint[]
  readonly from: number
  readonly to: number
  /** Under the line, spread evenly: "Dec 2025", "Apr", "Aug", "Nov". */
  readonly ticks: readonly string[]
}

const WIDTH = 236
const HEIGHT = 36
const TOP = 8

/** One currency's balance over time. Neutral: a balance is a quantity, not a verdict. */
export const BalanceSteps = ({ label, points, from, to, ticks }: BalanceStepsProps) => {
  const { path, zeroY, end } = balancePath(points, { width: WIDTH - 4, height: HEIGHT, from, to })
  return (
    <figure className={s['figure']}>
      <svg viewBox={`0 0 ${WIDTH} 52`} preserveAspectRatio="none" role="img" aria-label={label} className={s['chart']}>
        <g transform={`translate(0 ${TOP})`}>
          <path className={s['zero']} d={`M0 ${zeroY}H${WIDTH}`} />
          <path className={s['line']} d={path} />
          <circle className={s['end']} cx={end.x} cy={end.y} r="2" />
        </g>
      </svg>
      <figcaption className={s['ticks']} aria-hidden>
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </figcaption>
    </figure>
  )
}
