import type { TeamPage } from '@countersign/shared/features/subscriptions'
import { ExternalLink, FileText, IdCard, Link2, type LucideIcon, MessageSquareText, ShieldCheck } from 'lucide-react'
import { useCopy } from '../../components/use-copy.ts'
import { deepLink } from '../../lib/desk-paths.ts'
import { desktop } from '../../lib/desktop.ts'
import type { PageAction } from '../../lib/page-actions.ts'
import { replies } from '../../messages/replies.ts'
import { team } from '../../messages/team.ts'
import { valueOf } from './part-rules.ts'
import type { Proof } from './proof-rules.ts'
import { useOpenLink, useOpenReason } from '../../components/use-open-link.ts'

const words = team.actions

export interface TeamActionsOptions {
  readonly page: TeamPage
  readonly proof: Proof
  readonly ticket: string | undefined
  readonly mode: 'TEST' | 'LIVE'
  /** Where the companion asks Stripe. Only Stripe itself has a dashboard. */
  readonly stripeHost: string
  readonly onVerify: () => void
  readonly verifyReason: string | undefined
  /** What can be asked for, each on its own page. */
  readonly work: readonly TeamWorkAction[]
}

/** A page that asks for something about this team. */
export interface TeamWorkAction {
  readonly id: string
  readonly icon: LucideIcon
  readonly label: string
  readonly keys: string
  readonly reason?: string | undefined
  readonly run: () => void
}

export type ActionGroupName = 'here' | 'money' | 'copy' | 'open'

export interface TeamAction extends PageAction {
  readonly group: ActionGroupName
}

const lineOf = (proof: Proof) => (proof.kind === 'none' ? undefined : proof.line)

const dashboardUrl = (mode: 'TEST' | 'LIVE', customerStripeId: string): string =>
  `https://dashboard.stripe.com/${mode === 'TEST' ? 'test/' : ''}customers/${customerStripeId}`

const verifyAction = ({ onVerify, verifyReason }: TeamActionsOptions): TeamAction => ({
  id: 'verify',
  group: 'here',
  icon: ShieldCheck,
  label: team.proof.verify,
  keys: 'v',
  ...(verifyReason === undefined ? {} : { reason: verifyReason }),
  run: onVerify,
})

type Copy = ReturnType<typeof useCopy>

const copyActions = ({ page, proof, ticket }: TeamActionsOptions, copy: Copy): readonly TeamAction[] => {
  const line = lineOf(proof)
  const isNamed = page.teamId !== ''
  const group = 'copy' as const
  const unnamed = isNamed ? {} : { reason: words.noTeamId }
  return [
    ...(line
      ? [
          {
            id: 'reply',
            group,
            icon: MessageSquareText,
            label: words.reply,
            keys: 'y',
            run: () => void copy(replies[line.strength](line), words.replyWhat),
          },
        ]
      : []),
    {
      id: 'team-id',
      group,
      icon: IdCard,
      label: words.copyTeamId,
      keys: 'i',
      ...unnamed,
      run: () => void copy(page.teamId, team.teamId),
    },
    {
      id: 'deep-link',
      group,
      icon: Link2,
      label: words.deepLink,
      keys: 'l',
      ...unnamed,
      run: () => void copy(deepLink(page.teamId, ticket), words.deepLinkWhat),
    },
    ...(desktop === null
      ? [
          {
            id: 'page-link',
            group,
            icon: Link2,
            label: words.pageLink,
            keys: 'b',
            run: () => void copy(location.href, words.pageLinkWhat),
          },
        ]
      : []),
  ]
}

type OpenLink = ReturnType<typeof useOpenLink>

const openActions = (
  { page, mode, stripeHost }: TeamActionsOptions,
  open: OpenLink,
  reasonOf: ReturnType<typeof useOpenReason>,
): readonly TeamAction[] => {
  const pdfUrl = valueOf(page.invoices)?.invoices[0]?.pdfUrl ?? null
  const reason = pdfUrl === null ? undefined : reasonOf(pdfUrl)
  const isStripe = stripeHost === 'api.stripe.com'
  const group = 'open' as const
  return [
    ...(pdfUrl === null
      ? []
      : [
          {
            id: 'last-invoice',
            group,
            icon: FileText,
            label: words.lastInvoice,
            keys: 'p',
            ...(reason === undefined ? {} : { reason }),
            run: () => open(pdfUrl, words.lastInvoice),
          },
        ]),
    {
      id: 'stripe',
      group,
      icon: ExternalLink,
      label: words.stripe,
      keys: 's',
      ...(isStripe ? {} : { reason: words.stripeSample }),
      run: () => open(dashboardUrl(mode, page.customerStripeId), words.stripe),
    },
  ]
}

/** What can be done with the team that is open, for its column and for the palette. */
export const useTeamActions = (options: TeamActionsOptions): readonly TeamAction[] => {
  const copy = useCopy()
  const open = useOpenLink()
  const reasonOf = useOpenReason()
  const money = options.work.map(({ reason, ...action }) => ({
    ...action,
    group: 'money' as const,
    ...(reason === undefined ? {} : { reason }),
  }))
  return [verifyAction(options), ...money, ...copyActions(options, copy), ...openActions(options, open, reasonOf)]
}
