import type { TicketCase } from '@countersign/shared/features/cases'
import { ShieldCheck } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { ProofStrip } from '../../components/ProofStrip.tsx'
import { cases as words } from '../../messages/cases.ts'
import { proof as proofWords } from '../../messages/proof.ts'
import { type CaseProof, caseProof } from './case-looks.ts'

const SOON_MS = 15 * 60_000

export interface CaseProofStripProps {
  readonly ticketCase: TicketCase
  readonly now: string
  readonly onEvidence: () => void
  readonly onVerify: () => void
  readonly verifyReason: string | undefined
}

const wordOf = ({ ticket, closedAt }: TicketCase, { state }: CaseProof): string => {
  if (closedAt !== null) return words.proof.closedFor(ticket)
  return state === 'proven' ? words.proof.provenFor(ticket) : words.proof.stateFor(proofWords.words[state], ticket)
}

const sentenceOf = ({ teamId, closedAt, strength, verifications }: TicketCase, { state }: CaseProof): string => {
  if (closedAt !== null) return `${words.proof.readOnly} ${words.proof.reopens}`
  if (state === 'none' && strength === 'proven') return words.proof.ended
  const verified = words.proof.verified(teamId, verifications[0]?.staffName ?? '')
  return state === 'proven' ? verified : `${verified} ${words.proof.readOnly}`
}

const isSoon = ({ provenUntil }: TicketCase, now: string): boolean =>
  provenUntil !== null && Date.parse(provenUntil) - Date.parse(now) < SOON_MS

/** What is proven for the ticket now, in words, with its evidence one key away. */
export const CaseProofStrip = ({ ticketCase, now, onEvidence, onVerify, verifyReason }: CaseProofStripProps) => {
  const proof = caseProof(ticketCase, now)
  const isProven = proof.state === 'proven'
  return (
    <ProofStrip
      state={proof.state}
      word={wordOf(ticketCase, proof)}
      left={proof.left}
      isEndingSoon={isProven && isSoon(ticketCase, now)}
      onEvidence={onEvidence}
      {...(isProven
        ? {}
        : {
            action: (
              <Button kind="quiet" size="sm" icon={ShieldCheck} reason={verifyReason} onPress={onVerify}>
                {words.actions.verify}
              </Button>
            ),
          })}
    >
      {sentenceOf(ticketCase, proof)}
    </ProofStrip>
  )
}
