import { messages } from '../messages/index.ts'
import { useDelayed } from './use-delayed.ts'
import s from './Skeleton.module.css'

export interface SkeletonProps {
  readonly rows?: number
  readonly label?: string
}

const WIDTHS = ['78%', '52%', '64%', '40%', '71%']
const DELAY_MS = 150

/** Only after 150 ms: an answer that comes sooner is shown without a flash. */
export const Skeleton = ({ rows = 3, label = messages.common.loading }: SkeletonProps) => {
  const isLate = useDelayed(DELAY_MS)
  return (
    <div className={s['box']} aria-busy>
      <span className="cs-sr">{label}</span>
      {isLate &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className={s['row']} aria-hidden>
            <i />
            <i style={{ width: WIDTHS[row % WIDTHS.length] }} />
            <i />
            <i style={{ width: WIDTHS[(row + 2) % WIDTHS.length] }} />
          </div>
        ))}
    </div>
  )
}
