import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { Name } from './Name.tsx'
import { classNames } from './class-names.ts'
import s from './PageHead.module.css'

export interface Crumb {
  readonly label: string
  readonly href?: string
}

export interface PageHeadProps {
  /** A name is cut at the end and kept whole in the title. */
  readonly title: string
  /** Parts of a title that are not a plain name: "Why did <code>…</code> stop?" */
  readonly titleContent?: ReactNode
  /** `lg` under a breadcrumb, where the name above is what the page is about. */
  readonly size?: 'xl' | 'lg'
  readonly crumbs?: readonly Crumb[]
  /** Beside the title: what this page is for, in a sentence. */
  readonly lead?: ReactNode
  /** Under the title: id, state, since when. */
  readonly children?: ReactNode
  /** KeyFigures, or buttons, or how old this is. */
  readonly end?: ReactNode
  /** Without the line below, when tabs follow. */
  readonly hasTabs?: boolean
}

const Crumbs = ({ crumbs }: { readonly crumbs: readonly Crumb[] }) => (
  <div className={s['crumbs']}>
    {crumbs.map(({ label, href }, at) => (
      <Fragment key={label}>
        {at > 0 && <Icon of={ChevronRight} size={12} />}
        {href === undefined ? (
          <Name isCut>{label}</Name>
        ) : (
          <a href={href} className={s['crumb']}>
            <Name isCut>{label}</Name>
          </a>
        )}
      </Fragment>
    ))}
  </div>
)

export const PageHead = (props: PageHeadProps) => {
  const { title, titleContent, size = 'xl', crumbs = [], lead, children, end, hasTabs = false } = props
  return (
    <header className={classNames(s['head'], hasTabs && s['open'])}>
      <div className={s['names']}>
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <div className={s['line']}>
          <h1 className={classNames(s['title'], s[size])} title={title}>
            <bdi>{titleContent ?? title}</bdi>
          </h1>
          {lead !== undefined && <span className={s['lead']}>{lead}</span>}
        </div>
        {children !== undefined && <div className={s['sub']}>{children}</div>}
      </div>
      {end !== undefined && <div className={s['end']}>{end}</div>}
    </header>
  )
}
