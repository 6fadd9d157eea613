import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { contracts as words } from '../../messages/contracts.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import type { ContractDraft } from './contract-draft-rules.ts'
import { ContractFields } from './ContractFields.tsx'
import { useTenantPlans } from './use-contracts.ts'

type Card = Parameters<typeof EffectWarnings>[0]['effect']

interface Preview {
  readonly data: { readonly card: Card; readonly need: Parameters<typeof NeedPanel>[0]['need'] } | undefined
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

export interface ContractSheetProps {
  readonly env: Env
  readonly isChange: boolean
  readonly draft: ContractDraft
  readonly onDraft: (change: Partial<ContractDraft>) => void
  /** null: the form isn't filled in far enough to ask. */
  readonly preview: Preview | null
  readonly missing: string | undefined
  readonly ask: { readonly error: unknown; readonly isPending: boolean; readonly run: () => void }
  readonly onCancel: () => void
}

const Agreed = ({ card }: { readonly card: Card }) =>
  card.lines.some(({ before }) => before !== null) ? (
    <EffectTable effect={card} />
  ) : (
    <Panel title={words.panel}>
      <FactList labels="long" facts={card.lines.map(({ label, after }) => ({ label, value: after }))} />
    </Panel>
  )

const Effect = ({ preview }: Pick<ContractSheetProps, 'preview'>) => {
  if (preview === null) return <p className="cs-dim">{words.nothingYet}</p>
  const { data, error, isFetching, refetch } = preview
  if (error) {
    const again = { onRetry: () => void refetch(), isRetrying: isFetching }
    return <FailureProblem title={words.previewFailed} error={error} {...again} />
  }
  if (!data) return <Skeleton rows={6} />
  return (
    <>
      <EffectWarnings effect={data.card} />
      <Agreed card={data.card} />
      <NeedPanel need={data.need} />
    </>
  )
}

/** The form of a contract beside what would be agreed by it. */
export const ContractSheet = (props: ContractSheetProps) => {
  const { env, isChange, draft, onDraft, preview, missing, ask, onCancel } = props
  const forbidden = useMissingPermission('contract.ask')
  const plans = useTenantPlans(forbidden === undefined)
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => {
        if ((forbidden ?? missing) === undefined && !ask.isPending) ask.run()
      }}
      form={
        <>
          {plans.error && <FailureProblem title={words.previewFailed} error={plans.error} />}
          <ContractFields draft={draft} plans={plans.data ?? []} isChange={isChange} onChange={onDraft} />
          {ask.error !== null && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{ label: effect.title, content: <Effect preview={preview} /> }}
      note={words.note}
      buttons={
        <>
          <Button
            kind="primary"
            size="lg"
            keys="mod+enter"
            isSubmit
            env={env}
            isBusy={ask.isPending}
            reason={forbidden ?? missing}
          >
            {words.ask[isChange ? 'change' : 'start']}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
