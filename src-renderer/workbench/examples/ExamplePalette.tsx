import { ChartColumn, CircleMinus, ListFilter, Receipt, TicketPercent, Undo2, User, Users, X } from 'lucide-react'
import { useState } from 'react'
import { Palette, type PaletteGroup, type PaletteItem } from '../../components/Palette.tsx'

const actions: readonly PaletteItem[] = [
  { id: 'credit', icon: CircleMinus, label: 'Give a credit', detail: '1 approver', keys: 'c' },
  { id: 'coupon', icon: TicketPercent, label: 'Create a coupon', detail: 'none to €200.00', keys: 'o' },
  { id: 'reverse', icon: Undo2, label: 'Reverse a credit', detail: '1 approver, 2 can be reversed', keys: 'u' },
  { id: 'cancel', icon: X, label: 'Cancel, credit the rest', detail: '1 approver', keys: 'x' },
  { id: 'note', icon: Receipt, label: 'Credit note on an invoice', reason: 'only finance; send it to them' },
]

const places: readonly PaletteItem[] = [
  { id: 'reasons', icon: ChartColumn, label: 'Credits by reason', detail: 'report, November', keys: 'g c' },
  { id: 'over', icon: ListFilter, label: 'Credits over budget', detail: 'saved view, 6' },
]

const found: readonly PaletteItem[] = [
  {
    id: 't1',
    icon: Users,
    label: 'Crescent Bay Desalination Authority, Operations and Maintenance, Northern District',
    detail: '2JcW8rTf6P',
    isDetailCode: true,
    kind: 'team',
  },
  {
    id: 't2',
    icon: Users,
    label: 'شركة الهلال للتجارة, Crescent Trading W.L.L.',
    detail: '8VnD3yKx5Q',
    isDetailCode: true,
    kind: 'team',
  },
  { id: 't3', icon: Users, label: 'Crêperie 🥞 Ⅻ 株式会社', detail: '9mHt4RsPqe', isDetailCode: true, kind: 'team' },
  {
    id: 'e1',
    icon: User,
    label: 'credit.control@pacific-dairy.example',
    detail: 'Pacific Dairy Co-operative Group',
    kind: 'e-mail',
  },
  {
    id: 'i1',
    icon: Receipt,
    label: 'CRE04B7F-0012',
    isCode: true,
    detail: '¥1,280,000, 67 days late',
    kind: 'invoice',
  },
  {
    id: 'c1',
    icon: TicketPercent,
    label: 'cREt7Wq9VbXn4K',
    isCode: true,
    detail: '€200.00, not redeemed',
    kind: 'code',
  },
]

const matching = (items: readonly PaletteItem[], query: string) =>
  items.filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()))

export const ExamplePalette = ({ onClose }: { readonly onClose: () => void }) => {
  const [query, setQuery] = useState('cre')
  const groups: readonly PaletteGroup[] = [
    {
      id: 'team',
      title: 'Kestrel Robotics – Werk Nord',
      aside: <span className="cs-proof">proven for #48213, 7 h 59 min left</span>,
      items: matching(actions, query),
    },
    { id: 'go', title: 'Go to', items: matching(places, query) },
    { id: 'found', title: 'Found', aside: 'mirror, 12 s old, 9 hits in 41 ms', items: matching(found, query) },
  ]
  return (
    <Palette
      query={query}
      onQuery={setQuery}
      groups={groups}
      onRun={onClose}
      hints={[
        { keys: ['#'], label: 'id' },
        { keys: ['@'], label: 'e-mail' },
        { keys: ['>'], label: 'actions' },
      ]}
      onClose={onClose}
    />
  )
}
