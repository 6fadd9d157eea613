import { classNames } from './class-names.ts'

export interface NameProps {
  readonly children: string
  /** Evidence is never cut; names in lists are, with the whole name in the title. */
  readonly isCut?: boolean
  readonly className?: string | undefined
}

/** A name somebody else typed: any script, any direction, on its own line of thought. */
export const Name = ({ children, isCut = false, className }: NameProps) => (
  <bdi className={classNames(isCut && 'cs-cut', className)} title={isCut ? children : undefined}>
    {children}
  </bdi>
)
