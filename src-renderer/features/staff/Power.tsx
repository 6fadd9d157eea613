import type { Staff } from '@countersign/shared/features/staff'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { staff } from '../../messages/staff.ts'
import { type PossibleWish, wishesFor } from './power-rules.ts'
import s from './staff.module.css'

const { power: words } = staff

export interface PowerProps {
  readonly person: Staff
  readonly locked: string | undefined
}

/** What an administrator asks for and never grants: appointment, return, the end of a key or of a second factor. */
export const Power = ({ person, locked }: PowerProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const keys = useQuery(trpc.approverKeys.list.queryOptions())
  const [chosen, setChosen] = useState<PossibleWish>()
  const { requestKey, renew } = useRequestKey()
  const ask = useMutation(
    trpc.power.ask.mutationOptions({
      onSuccess: () => {
        setChosen(undefined)
        renew()
        void queryClient.invalidateQueries(trpc.approvals.pathFilter())
      },
    }),
  )
  const wishes = wishesFor(person, keys.data ?? [])
  if (wishes.length === 0) return null
  return (
    <section className={s['part']} aria-label={words.title}>
      <p className="cs-dim">{words.lead}</p>
      {ask.data && (
        <Notice isLive>
          {words.asked}{' '}
          <a className="cs-link" href={deskPaths.approvals({ item: ask.data.id })}>
            {words.open}
          </a>
        </Notice>
      )}
      {wishes.map((wish) => (
        <div key={wish.id}>
          <Button
            reason={locked}
            onPress={() => {
              ask.reset()
              setChosen(wish)
            }}
          >
            {wish.label}
          </Button>
        </div>
      ))}
      {chosen && (
        <WordsDialog
          title={`${chosen.label}: ${person.name}`}
          label={words.reason}
          hint={words.hint}
          action={words.ask}
          isBusy={ask.isPending}
          failure={ask.error && { title: words.failed, error: ask.error }}
          onSend={(reason) => ask.mutate({ wish: chosen.wish, ask: { requestKey, reason, isTwinMeant: false } })}
          onClose={() => setChosen(undefined)}
        />
      )}
    </section>
  )
}
