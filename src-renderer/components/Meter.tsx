import s from './Meter.module.css'

export interface MeterProps {
  readonly label: string
  /** All in one unit, so that the bar is honest: what is used, what this adds, and what they may be. */
  readonly used: number
  readonly added?: number
  readonly limit: number
  /** "€198.00 of €450.00": said beside the bar by the page, and to screen readers here. */
  readonly valueText: string
}

const shares = (used: number, added: number, limit: number) => {
  const whole = Math.max(used + added, limit, 1)
  const within = Math.max(0, Math.min(added, limit - used))
  const percent = (part: number) => `${(Math.max(0, part) / whole) * 100}%`
  return { used: percent(Math.min(used, limit)), now: percent(within), over: percent(used + added - limit) }
}

/** A quantity against its limit: grey is used, ink is what this request adds, amber is over. */
export const Meter = ({ label, used, added = 0, limit, valueText }: MeterProps) => {
  const share = shares(used, added, limit)
  return (
    <>
      <meter
        className="cs-sr"
        aria-label={label}
        aria-valuetext={valueText}
        max={limit}
        value={Math.min(used + added, limit)}
      />
      <div className={s['meter']} aria-hidden>
        <i className={s['used']} style={{ width: share.used }} />
        <i className={s['now']} style={{ width: share.now }} />
        <i className={s['over']} style={{ width: share.over }} />
      </div>
    </>
  )
}
