import type { CheckedInput, PowerOutput } from '@countersign/shared/desktop'
import { DECISION_PURPOSE, ENROLMENT_PURPOSE, type KeyPlace } from '@countersign/shared/features/countersignature'
import { type BrowserWindow, dialog } from 'electron'
import type { PowersOf } from '../bridge/powers.ts'
import { Refusal } from '../bridge/refusal.ts'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { mayAskForPlain } from '../files/sealed-file.ts'
import type { Server } from '../server-process/setup-server.ts'
import type { Session } from '../session/setup-session.ts'
import { decisionText } from './decision-text-rules.ts'
import { contentHash, keyIdOf, makeKey, signStatement } from './ed25519.ts'
import { type KeptKey, openKeyVault } from './key-vault.ts'

interface DeskPlace {
  readonly settings: SettingsStore
  readonly server: Pick<Server, 'identity'>
  readonly session: Pick<Session, 'powers'>
  readonly window: () => BrowserWindow | null
}

interface Question {
  readonly message: string
  readonly detail: string
  readonly confirm: string
}

const CONFIRM = 0
const CANCEL = 1

/** In the system's own dialog, which no page can draw over or answer. */
const askPerson = async (window: BrowserWindow, question: Question, signal: AbortSignal): Promise<void> => {
  const { message, detail, confirm } = question
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Countersign',
    message,
    detail,
    buttons: [confirm, 'Cancel'],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
    signal,
  })
  if (response !== CONFIRM || signal.aborted) throw new Refusal('SIGNING_CANCELLED')
}

const frontWindow = (window: BrowserWindow | null): BrowserWindow => {
  if (!window?.isFocused()) throw new Refusal('SIGNING_NOT_NOW')
  return window
}

/** Lets one through at a time: a second question over the first would be answered by mistake. */
const createTurnstile = () => {
  let isTaken = false
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (isTaken) throw new Refusal('SIGNING_NOT_NOW')
    isTaken = true
    try {
      return await work()
    } finally {
      isTaken = false
    }
  }
}

const enrolmentOf = (key: KeptKey, place: KeyPlace, staffId: string) => {
  const { companionId, publicKey } = key
  const at = new Date().toISOString()
  const statement = { purpose: ENROLMENT_PURPOSE, companionId, staffId, publicKey, place, at } as const
  return { statement, signature: signStatement(key, statement) }
}

const countersign = (key: KeptKey, { companionId, requestId, decision, content, facts, policyVersion }: Signing) => {
  const statement = {
    purpose: DECISION_PURPOSE,
    companionId,
    requestId,
    decision,
    payloadHash: contentHash(content),
    factsHash: contentHash(facts),
    policyVersion,
    keyId: keyIdOf(key.publicKey),
    at: new Date().toISOString(),
  } as const
  return { statement, signature: signStatement(key, statement) }
}
type Signing = CheckedInput<'deviceKey.sign'>

const REPLACING: Question = {
  message: 'Replace this computer’s key?',
  detail: 'The key that it holds now can’t sign any more. The new one counts once another approver has confirmed it.',
  confirm: 'Replace the key',
}

/** Finds whose key is meant: the signed-in person's at this companion. */
const createKeyChain = ({ settings, server, session }: DeskPlace) => {
  const owner = async (signal: AbortSignal) => {
    const status = await session.powers['session.status'](undefined, signal)
    if (status.state !== 'signed-in') throw new Refusal('SIGN_IN_REQUIRED')
    return { server: server.identity(), staffId: status.staff.id }
  }
  const find = async (companionId: string, signal: AbortSignal) => {
    const { staffId, ...place } = await owner(signal)
    const vault = openKeyVault(settings, { ...place, staffId })
    const kept = await vault.load()
    return { staffId, vault, kept: kept?.value.companionId === companionId ? kept : null }
  }
  return { find }
}
type KeyChain = ReturnType<typeof createKeyChain>

const describeKey = (key: KeptKey, place: KeyPlace) => ({
  keyId: keyIdOf(key.publicKey),
  publicKey: key.publicKey,
  place,
})

const createKey = async (
  keys: KeyChain,
  window: () => BrowserWindow | null,
  { input, signal }: { input: CheckedInput<'deviceKey.create'>; signal: AbortSignal },
): Promise<PowerOutput<'deviceKey.create'>> => {
  const { staffId, vault, kept } = await keys.find(input.companionId, signal)
  if (kept && !input.isReplacing) {
    return { ...describeKey(kept.value, kept.keptIn), enrolment: enrolmentOf(kept.value, kept.keptIn, staffId) }
  }
  if (kept) await askPerson(frontWindow(window()), REPLACING, signal)
  const key = { companionId: input.companionId, ...makeKey() }
  const keptIn = await vault.keep(key)
  if (keptIn === 'memory') throw new Refusal('APPROVER_KEY_NOT_KEPT')
  return { ...describeKey(key, keptIn), enrolment: enrolmentOf(key, keptIn, staffId) }
}

/** The approver's key of this computer. It never leaves main; the page gets signatures of what its person confirmed. */
export const setupDeviceKey = (place: DeskPlace): PowersOf<'deviceKey'> => {
  const keys = createKeyChain(place)
  const inTurn = createTurnstile()
  return {
    'deviceKey.status': async ({ companionId }, signal) => {
      const { kept } = await keys.find(companionId, signal)
      if (kept) return { state: 'ready', ...describeKey(kept.value, kept.keptIn) }
      return { state: 'none', mayAsk: await mayAskForPlain(place.settings) }
    },
    'deviceKey.create': (input, signal) => inTurn(() => createKey(keys, place.window, { input, signal })),
    'deviceKey.sign': (input, signal) =>
      inTurn(async () => {
        const window = frontWindow(place.window())
        const before = await keys.find(input.companionId, signal)
        if (!before.kept) throw new Refusal('APPROVER_KEY_MISSING')
        await askPerson(window, decisionText(input), signal)
        // Somebody else may have signed in while the question stood there.
        const { staffId, kept } = await keys.find(input.companionId, signal)
        if (!kept || staffId !== before.staffId) throw new Refusal('SIGNING_CANCELLED')
        return { ...countersign(kept.value, input), place: kept.keptIn }
      }),
  }
}
