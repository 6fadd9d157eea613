import type { Verification, VerificationLine } from '@countersign/shared/features/teams'
import { ShieldCheck } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { ProofStrip, type ProofState } from '../../components/ProofStrip.tsx'
import { ageText, clockText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import type { Proof } from './proof-rules.ts'
import { useReading } from './reading.ts'

const words = team.proof

export interface TeamProofProps {
  readonly proof: Proof
  /** The verdict that `proof` speaks of, once it has been read. */
  readonly verification: Verification | undefined
  /** The ticket that the link names. */
  readonly ticket: string | undefined
  readonly onEvidence: () => void
  readonly onVerify: () => void
  /** Why this person may not verify. */
  readonly reason: string | undefined
}

/** "Metadata team on cus_… equals … exactly", from the evidence itself. */
const Agreement = ({ proof, verification }: Pick<TeamProofProps, 'proof' | 'verification'>) => {
  if (proof.kind !== 'live') return null
  const exact = verification?.evidence.find(({ result }) => result === 'exact')
  return (
    <>
      {exact && (
        <>
          {words.metadata} <code>{exact.field}</code> {words.on} <code>{exact.objectStripeId}</code>{' '}
        </>
      )}
      {words.equals} <code>{proof.line.teamId}</code> {words.exactly}{' '}
      {words.asked(clockText(proof.line.at), proof.line.staffName)}
    </>
  )
}

const stateOf = (proof: Proof): { readonly state: ProofState; readonly word: string } => {
  if (proof.kind === 'live') return { state: 'proven', word: words.provenFor(proof.line.ticket) }
  if (proof.kind !== 'verdict') return { state: 'none', word: messages.proof.words.none }
  const { strength, ticket } = proof.line
  return { state: strength, word: words.stateFor(messages.proof.words[strength], ticket) }
}

/** Ended before its time: by its case, which closed, or by another verdict. */
const endedText = ({ ticket, liveUntil, at }: VerificationLine, now: string): string =>
  liveUntil !== null && liveUntil > now ? words.endedEarly(ticket) : words.ended(ticket, ageText(liveUntil ?? at, now))

const Sentence = ({ proof, verification, ticket }: Pick<TeamProofProps, 'proof' | 'verification' | 'ticket'>) => {
  const { now } = useReading()
  if (proof.kind === 'none') return words.none
  if (proof.kind === 'ended') return endedText(proof.line, now)
  if (proof.kind === 'verdict') {
    return (
      <>
        <bdi>{verification?.reason}</bdi> {words.readOnly}
      </>
    )
  }
  return (
    <>
      {ticket !== undefined && ticket !== proof.line.ticket && (
        <span className="cs-money cs-med">{words.otherTicket(ticket)} </span>
      )}
      <Agreement proof={proof} verification={verification} />
    </>
  )
}

const isFor = (proof: Proof, ticket: string | undefined): boolean =>
  proof.kind === 'live' && (ticket === undefined || ticket === proof.line.ticket)

/** What is proven, for which ticket, for how long; the evidence is one key away. */
export const TeamProof = (props: TeamProofProps) => {
  const { proof, ticket, onEvidence, onVerify, reason } = props
  const live = proof.kind === 'live' ? { left: proof.left, isEndingSoon: proof.isEndingSoon } : {}
  return (
    <ProofStrip
      {...stateOf(proof)}
      {...live}
      {...(proof.kind === 'none' ? {} : { onEvidence })}
      {...(isFor(proof, ticket)
        ? {}
        : {
            action: (
              <Button kind="quiet" size="sm" icon={ShieldCheck} keys="v" reason={reason} onPress={onVerify}>
                {ticket === undefined ? words.verify : words.verifyFor(ticket)}
              </Button>
            ),
          })}
    >
      <Sentence {...props} />
    </ProofStrip>
  )
}
