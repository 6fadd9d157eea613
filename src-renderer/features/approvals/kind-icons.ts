import {
  CircleMinus,
  FileText,
  KeyRound,
  type LucideIcon,
  Scale,
  SearchCheck,
  SlidersHorizontal,
  Ticket,
  Undo2,
  UserCog,
} from 'lucide-react'

const FAMILIES: Readonly<Record<string, LucideIcon>> = {
  credit: CircleMinus,
  coupon: Ticket,
  campaign: Ticket,
  subscription: SlidersHorizontal,
  billing: SlidersHorizontal,
  invoice: FileText,
  execution: SearchCheck,
  policy: Scale,
  staff: UserCog,
  team: UserCog,
}

/** One shape for each family of things that can be asked for. */
export const kindIcon = (kind: string): LucideIcon =>
  kind === 'credit.reverse' ? Undo2 : (FAMILIES[kind.split('.')[0] ?? ''] ?? KeyRound)
