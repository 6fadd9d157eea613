import type { Grant } from '@countersign/shared/features/coupons'
import { useMutation } from '@tanstack/react-query'
import { Eye, MessageSquareText } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { dayText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { coupons as words } from '../../messages/coupons.ts'
import s from './Coupons.module.css'

/** The code, once somebody asks to see it; it is kept nowhere and gone when the panel closes. */
export const ShownCode = ({ grant }: { readonly grant: Grant }) => {
  const trpc = useTRPC()
  const copy = useCopy()
  const reason = useMissingPermission('approval.ask')
  const show = useMutation({ ...trpc.coupons.showCode.mutationOptions(), gcTime: 0 })
  if (!show.data) {
    return (
      <>
        {show.error && <FailureProblem title={words.codeFailed} error={show.error} />}
        <div className={s['buttons']}>
          <Button icon={Eye} isBusy={show.isPending} reason={reason} onPress={() => show.mutate({ id: grant.id })}>
            {words.showCode}
          </Button>
        </div>
      </>
    )
  }
  const { code, expiresAt, isActive } = show.data
  const about = {
    code,
    ticket: grant.ticket,
    amount: moneyText(grant.value),
    expires: expiresAt === null ? null : dayText(expiresAt),
    isShared: grant.kind === 'coupon.shared-code',
  }
  return (
    <>
      <FactList facts={[{ label: words.code, value: <CopyId value={code} what={words.code} /> }]} />
      {!isActive && <Notice tone="money">{words.codeOff}</Notice>}
      <div className={s['buttons']}>
        <Button
          icon={MessageSquareText}
          keys="y"
          reason={isActive ? undefined : words.codeOff}
          onPress={() => void copy(words.codeReply(about), words.reply)}
        >
          {words.copyReply}
        </Button>
      </div>
      <p className="cs-xs cs-faint">{words.shownNote}</p>
    </>
  )
}
