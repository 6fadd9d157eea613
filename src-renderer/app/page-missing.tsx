import { Empty } from '../components/Empty.tsx'
import { PageHead } from '../components/PageHead.tsx'
import { desk } from '../messages/desk.ts'
import { deskPaths } from '../lib/desk-paths.ts'
import { usePageTitle } from '../lib/use-page-title.ts'

export const PageMissing = () => {
  usePageTitle(desk.missing.title)
  return (
    <>
      <PageHead title={desk.missing.title} />
      <div style={{ padding: 'var(--cs-space-4) var(--cs-space-5)' }}>
        <Empty
          title={desk.missing.what}
          actions={
            <a className="cs-link" href={deskPaths.verify()}>
              {desk.missing.next}
            </a>
          }
        />
      </div>
    </>
  )
}
