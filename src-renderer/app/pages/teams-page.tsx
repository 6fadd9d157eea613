import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { MirrorLine } from '../../features/mirror/MirrorLine.tsx'
import { useMirror } from '../../features/mirror/use-mirror.ts'
import { TeamsPanel } from '../../features/search/TeamsPanel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { search } from '../../messages/search.ts'
import { goTo } from '../use-desk-keys.ts'

const { page: words } = search

const EmptyMirror = () => {
  const reason = useMissingPermission('mirror.run')
  return (
    <Empty
      title={words.empty}
      actions={
        <>
          <Button kind="primary" reason={reason} onPress={() => goTo(deskPaths.settings('mirror'))}>
            {words.fill}
          </Button>
          <Button onPress={() => goTo(deskPaths.verify())}>{words.verify}</Button>
        </>
      }
    >
      {reason === undefined ? words.emptyNext : words.fillAsk}
    </Empty>
  )
}

const Nothing = ({ text }: { readonly text: string }) => {
  const mirror = useMirror()
  if (mirror.data && (mirror.data.asOf === null || mirror.data.customers === 0)) {
    return <EmptyMirror />
  }
  if (text.trim().length < 2) return <Empty title={words.start}>{words.startNext}</Empty>
  return (
    <Empty
      title={words.none(text.trim())}
      actions={<Button onPress={() => goTo(deskPaths.verify({ team: text.trim() }))}>{words.verify}</Button>}
    >
      {words.noneNext}
    </Empty>
  )
}

export const TeamsPage = () => {
  usePageTitle(desk.pages.teams)
  const { q = '', item } = useSearch({ from: '/teams' })
  const navigate = useNavigate()
  return (
    <>
      <PageHead title={desk.pages.teams} lead={words.lead} end={<MirrorLine />} />
      <TeamsPanel
        text={q}
        itemId={item}
        onText={(text) => void navigate({ to: '/teams', search: { q: text }, replace: true })}
        onItem={(id) => void navigate({ to: '/teams', search: { q, item: id }, replace: true })}
        onOpen={goTo}
        empty={<Nothing text={q} />}
      />
    </>
  )
}
