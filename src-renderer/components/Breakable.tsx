import { Fragment } from 'react'

/** Evidence is never cut, so it has to wrap: after `_`, `@`, `.` and `/` before anywhere else. Copied, it is unchanged. */
export const Breakable = ({ children }: { readonly children: string }) => (
  <>
    {children.split(/(?<=[_@./])/).map((piece, at) => (
      <Fragment key={`${at}-${piece}`}>
        {at > 0 && <wbr />}
        {piece}
      </Fragment>
    ))}
  </>
)
