import { Radio, TextInput } from '@mantine/core'
import type { DesktopServer } from '@countersign/shared/desktop'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { desktop } from '../../lib/desktop.ts'
import { settings } from '../../messages/settings.ts'
import s from './ServerGate.module.css'

const { server: words } = settings

/** Which companion this desktop works with. Choosing another ends the session: it belongs to the one that gave it. */
export const ServerChoice = ({ server }: { readonly server: DesktopServer }) => {
  const [place, setPlace] = useState(server.place)
  const [url, setUrl] = useState('')
  const queryClient = useQueryClient()
  const choose = useMutation({
    mutationFn: async () =>
      desktop?.ask('server.choose', place === 'embedded' ? { place } : { place, url: url.trim() }),
    onSuccess: () => queryClient.clear(),
  })
  return (
    <form
      className={s['form']}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (!choose.isPending) choose.mutate()
      }}
    >
      {choose.error && <FailureProblem title={words.failed} error={choose.error} />}
      <Radio
        name="place"
        label={words.embedded}
        description={words.embeddedNote}
        checked={place === 'embedded'}
        onChange={() => setPlace('embedded')}
      />
      <Radio
        name="place"
        label={words.remote}
        description={words.remoteNote}
        checked={place === 'remote'}
        onChange={() => setPlace('remote')}
      />
      {place === 'remote' && (
        <TextInput
          className={s['wide'] ?? ''}
          label={words.url}
          type="url"
          required
          withAsterisk={false}
          placeholder={words.urlPlaceholder}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
      )}
      <Button kind="primary" isSubmit isBusy={choose.isPending}>
        {words.choose}
      </Button>
      <p className="cs-xs cs-faint">{words.leaves}</p>
    </form>
  )
}
