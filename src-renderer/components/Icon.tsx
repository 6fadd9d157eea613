import type { LucideIcon } from 'lucide-react'

export type IconShape = LucideIcon

export interface IconProps {
  readonly of: IconShape
  readonly size?: 12 | 14 | 16 | 20
  readonly className?: string | undefined
}

/** Always beside a word, so it is hidden from screen readers; the line is 1.5 px at every size. */
export const Icon = ({ of: Shape, size = 16, className }: IconProps) => (
  <Shape
    size={size}
    strokeWidth={1.5}
    absoluteStrokeWidth
    aria-hidden
    focusable={false}
    className={className}
    style={{ flex: 'none' }}
  />
)
