// Why an instance stopped, or would: seven things are looked at, and the first that is wrong is the cause. What is known is
// told apart from what is likely and from what nobody here can know; a customer gets the cause, and what to do, in their words.

import type { InstanceLine, LicenseLine } from '@countersign/shared/features/license-desk'
import { LICENSE_CODES, type LicenseCode } from '@countersign/shared/license-codes'
import { momentWords } from '@countersign/shared/times'

export interface WhyFacts {
  readonly instance: InstanceLine
  readonly license: LicenseLine
  readonly siblings: readonly InstanceLine[]
  /** The code that its last check was refused with. */
  readonly refusedAs: string | null
  readonly coverage: { readonly isCovered: boolean; readonly newest: string | null }
  /** Of the limits that it passes. */
  readonly over: readonly string[]
  readonly now: number
}

export interface Check {
  readonly name: string
  readonly isGood: boolean
  readonly text: string
}

interface Cause {
  readonly headline: string
  readonly known: readonly string[]
  readonly likely: readonly string[]
  readonly notKnown: readonly string[]
  readonly code: LicenseCode | null
}

export interface WhyAnswer extends Omit<Cause, 'code'> {
  readonly isLocked: boolean
  readonly checks: readonly Check[]
  readonly reply: string
}

const isServed = ({ state }: LicenseLine): boolean => state === 'active' || state === 'past-due'
const isHeard = ({ standing }: InstanceLine): boolean => standing === 'running'
const isSilent = ({ standing }: InstanceLine): boolean =>
  standing === 'silent' || standing === 'locked' || standing === 'idle'

const hasSeat = ({ instance, license, now }: WhyFacts): boolean => {
  const { paid, held } = license[instance.environment]
  return now < Date.parse(instance.seatUntil) || held < paid
}

const CHECKS: ReadonlyArray<readonly [string, (facts: WhyFacts) => readonly [boolean, string]]> = [
  ['Contact', ({ instance }) => [isHeard(instance), `last check ${momentWords(instance.lastSeenAt)}`]],
  ['License', ({ license }) => [isServed(license), `${license.state}: ${license.reason}`]],
  [
    'Seat',
    (facts) => {
      const { paid, held } = facts.license[facts.instance.environment]
      return [hasSeat(facts), `${held} of ${paid} are held`]
    },
  ],
  [
    'Version',
    ({ instance, coverage }) => [
      coverage.isCovered,
      coverage.isCovered ? `${instance.version} is covered` : `${instance.version} is newer than the updates`,
    ],
  ],
  [
    'Clone',
    ({ instance }) => [
      !instance.isCloneSuspected,
      instance.isCloneSuspected ? 'two copies seem to run' : 'one installation',
    ],
  ],
  ['Limits', ({ over }) => [over.length === 0, over.length === 0 ? 'none is passed' : over.join(', ')]],
  [
    'Key',
    ({ license: { keyEndings } }) => [
      keyEndings.length > 0,
      keyEndings.length > 0 ? `ends in ${keyEndings.join(' or ')}` : 'there is none that is valid',
    ],
  ],
]

const lockWords = (locksAt: string, now: number): string =>
  now >= Date.parse(locksAt) ? `locked on ${momentWords(locksAt)}` : `locks on ${momentWords(locksAt)}`

const FLOWS_RUN = 'It only locks its management pages; what it runs goes on running.'

const CODES: Readonly<Record<LicenseLine['state'], LicenseCode | null>> = {
  'pending-payment': 'PENDING_PAYMENT',
  active: null,
  'past-due': null,
  suspended: 'NOT_ACTIVE',
  ended: 'NOT_ACTIVE',
  revoked: 'REVOKED',
}

const ofLicense = ({ instance, license, now }: WhyFacts): Cause => ({
  headline: `Its license is ${license.state}: ${license.reason}`,
  known: [`It ${lockWords(instance.runUntil, now)}. ${FLOWS_RUN}`],
  likely: [],
  notKnown: [],
  code: CODES[license.state],
})

const ofVersion = ({ instance, license, coverage }: WhyFacts): Cause => ({
  headline: `Version ${instance.version} is newer than what the license covers.`,
  known: [
    `Updates ended on ${license.updatesUntil ?? 'an unknown day'}; the version is of ${instance.releasedOn}.`,
    coverage.newest === null
      ? 'The release register names no version that is covered.'
      : `The newest version that is covered is ${coverage.newest}.`,
  ],
  likely: ['Somebody updated the program.'],
  notKnown: [],
  code: 'VERSION_NOT_COVERED',
})

const ofSilence = ({ instance, siblings, now }: WhyFacts): Cause => {
  const there = siblings.filter(({ lastAddress, id }) => lastAddress === instance.lastAddress && id !== instance.id)
  const silent = there.filter(isSilent).length
  const elsewhere = siblings.filter((one) => one.lastAddress !== instance.lastAddress && isHeard(one)).length
  const locked = now >= Date.parse(instance.runUntil)
  return {
    headline: `No check has reached us since ${momentWords(instance.lastSeenAt)}${locked ? ', so its lease ran out' : ''}.`,
    known: [`It ${lockWords(instance.runUntil, now)}. ${FLOWS_RUN}`, 'License, seat and payment are in order.'],
    likely:
      silent > 0
        ? [
            `The way out of ${instance.lastAddress}: ${silent} more behind it went silent${elsewhere > 0 ? `, while ${elsewhere} elsewhere are heard` : ''}.`,
          ]
        : [
            there.some(isHeard)
              ? 'The machine itself: others behind the same address are heard.'
              : 'It was stopped, or can’t reach us.',
          ],
    notKnown: ['What its network answers. Only its own log says that: look for “license check failed”.'],
    code: null,
  }
}

const CAUSES: ReadonlyArray<readonly [(facts: WhyFacts) => boolean, (facts: WhyFacts) => Cause]> = [
  [
    ({ instance }) => instance.standing === 'released',
    () => ({
      headline: 'Its seat was released.',
      known: ['Its next check is refused; it activates again by itself where it has its key.'],
      likely: [],
      notKnown: [],
      code: 'INSTANCE_RELEASED',
    }),
  ],
  [({ license }) => !isServed(license), ofLicense],
  [({ coverage }) => !coverage.isCovered, ofVersion],
  [
    ({ refusedAs }) => refusedAs === 'CLONE_SUSPECTED',
    () => ({
      headline: 'Two copies of its store check in turn, and it is refused for that.',
      known: ['Copies of one store can’t be told apart; each needs one of its own.'],
      likely: ['A disk or an image was copied after its activation.'],
      notKnown: ['Which of them is the first one.'],
      code: 'CLONE_SUSPECTED',
    }),
  ],
  [
    (facts) => !hasSeat(facts),
    ({ instance, license }) => ({
      headline: 'Its seat returned, and all others are taken.',
      known: [
        `${license[instance.environment].held} of ${license[instance.environment].paid} paid instances hold a seat.`,
        `It was last heard of on ${momentWords(instance.lastSeenAt)}.`,
      ],
      likely: ['More instances run than are paid.'],
      notKnown: [],
      code: 'NO_FREE_SEAT',
    }),
  ],
  [({ instance }) => isSilent(instance), ofSilence],
]

const RUNNING: Cause = {
  headline: 'It runs: its last check was answered.',
  known: ['Nothing of what is looked at here keeps it from running.'],
  likely: [],
  notKnown: ['Whether the program itself is well.'],
  code: null,
}

const replyOf = ({ instance, now }: WhyFacts, { code }: Cause): string => {
  const lock = `${instance.name} ${lockWords(instance.runUntil, now)}`
  const cause =
    code === null
      ? isHeard(instance)
        ? `${instance.name} reached our license server at ${momentWords(instance.lastSeenAt)}, and everything is in order there.`
        : [
            `${instance.name} has not reached our license server since ${momentWords(instance.lastSeenAt)}; it ${lockWords(instance.runUntil, now)}. Your license is active and paid.`,
            `Please ask whether a proxy or firewall in front of ${instance.lastAddress} lets it through. One answered check unlocks it by itself, no restart needed.`,
          ].join('\n\n')
      : `${LICENSE_CODES[code].reply}\n\n${lock}. ${FLOWS_RUN}`
  return ['Hello,', cause, 'Kind regards'].join('\n\n')
}

/** What staff read, and what they send. */
export const explainWhy = (facts: WhyFacts): WhyAnswer => {
  const [, make] = CAUSES.find(([isIt]) => isIt(facts)) ?? []
  const cause = make ? make(facts) : RUNNING
  const { headline, known, likely, notKnown } = cause
  return {
    headline,
    known,
    likely,
    notKnown,
    isLocked: facts.now >= Date.parse(facts.instance.runUntil),
    checks: CHECKS.map(([name, look]) => {
      const [isGood, text] = look(facts)
      return { name, isGood, text }
    }),
    reply: replyOf(facts, cause),
  }
}
