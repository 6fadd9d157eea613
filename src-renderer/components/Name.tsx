import { classNames } from './class-names.ts'

export interface NameProps {
  readonly children: string
  /** Evidence is never cut; names in lists are, with the whole name in the title. */
  readonly isCut?: boolean
  readonly className?: string | undefined
}

/** A name somebody else typed: any script, any direction, without turning round what stands beside it. */
export const Name = ({ children, isCut = false, className }: NameProps) =>
  isCut ? (
    <span className={classNames('cs-cut', className)} title={children}>
      <bdi>{children}</bdi>
    </span>
  ) : (
    <bdi className={className}>{children}</bdi>
  )
