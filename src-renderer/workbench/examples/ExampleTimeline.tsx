import {
  CircleMinus,
  Layers,
  Receipt,
  Server,
  ShieldCheck,
  SlidersHorizontal,
  SquareDot,
  StickyNote,
} from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Timeline, type TimelineDay } from '../../components/Timeline.tsx'
import type { TimelineEntryProps } from '../../components/TimelineEntry.tsx'
import { eur } from './amounts.ts'

type Entry = Omit<TimelineEntryProps, 'id' | 'clock'>

const day = (label: string, ...entries: readonly Entry[]): TimelineDay => ({
  id: label,
  label,
  entries: entries.map((entry, at) => ({ ...entry, id: `${label}-${at}`, clock: entry.atIso.slice(11, 16) })),
})

const days: readonly TimelineDay[] = [
  day(
    'Today, Fri 20 Nov',
    {
      atIso: '2026-11-20T12:40:00Z',
      icon: ShieldCheck,
      isCurrent: true,
      state: 'VER-20931',
      children: (
        <>
          Ines Albrecht proved the team for{' '}
          <a className="cs-link" href="#48213">
            #48213
          </a>
        </>
      ),
    },
    {
      atIso: '2026-11-20T11:58:00Z',
      icon: SlidersHorizontal,
      amount: <MoneyCell value={eur(7500)} sign="always" />,
      state: <MoneyState state="waiting" word="waiting, 0 of 1" />,
      more: 'Tobias Rønning asked. Needs Jonas Whitlock or Mara Okonkwo-Lindqvist',
      children: 'Extra instances 9 → 12 from 1 Dec',
    },
    {
      atIso: '2026-11-20T09:14:00Z',
      icon: Server,
      children: (
        <>
          <code>werk-nord-sps-03</code> moved to other hardware, seat kept
        </>
      ),
    },
    { atIso: '2026-11-20T08:02:00Z', icon: SquareDot, children: 'Stripe wrote to the billing address: card expires' },
  ),
  day(
    'Thu 19 Nov',
    {
      atIso: '2026-11-19T16:20:00Z',
      icon: StickyNote,
      children:
        'Priya Raman: “Herr Özdemir-Vandenberghe wants SEPA instead of the card and asks for yearly billing. Calls back Monday.”',
    },
    {
      atIso: '2026-11-19T15:47:00Z',
      icon: Layers,
      state: <MoneyState state="confirmed" word="set" />,
      children: 'Tenant limit: devices 200 → 250, set in 3 s',
    },
  ),
  day('Fri 13 Nov', {
    atIso: '2026-11-13T17:30:00Z',
    icon: CircleMinus,
    amount: <MoneyCell value={eur(-4500)} />,
    state: <MoneyState state="confirmed" />,
    more: 'AP-3110, Tobias Rønning, countersigned by Jonas Whitlock',
    children: 'Credit: device groups delivered late',
  }),
  day(
    'Thu 12 Nov',
    {
      atIso: '2026-11-12T09:52:00Z',
      icon: CircleMinus,
      amount: <MoneyCell value={eur(-7500)} />,
      state: <MoneyState state="confirmed" />,
      children: 'Credit: outage 9–10 Nov, #48102',
    },
    {
      atIso: '2026-11-12T09:20:00Z',
      icon: CircleMinus,
      isDim: true,
      amount: <MoneyCell value={eur(-15000)} />,
      state: <MoneyState state="rejected" />,
      children: 'Credit €150.00 rejected: “two days, not four”',
    },
  ),
  day('Sun 1 Nov', {
    atIso: '2026-11-01T00:14:00Z',
    icon: Receipt,
    amount: <MoneyCell value={eur(55625)} />,
    state: <MoneyState state="confirmed" word="paid" />,
    more: 'Coupon −€168.75, first of three',
    children: (
      <>
        Invoice <code>KR7F2A1C-0041</code> paid by card
      </>
    ),
  }),
]

export const ExampleTimeline = () => {
  const [kind, setKind] = useState('all')
  const chips = ['All', 'Money', 'Stripe', 'Licence', 'Tenant', 'Us', 'Notes'].map((label) => ({
    id: label.toLowerCase(),
    label,
  }))
  return (
    <Timeline
      days={kind === 'notes' ? [] : days}
      filter={{ chips, value: kind, onChange: setKind }}
      count="312 entries since Feb 2023"
      tools={
        <Button size="sm" icon={StickyNote} keys="n">
          Note
        </Button>
      }
    />
  )
}
