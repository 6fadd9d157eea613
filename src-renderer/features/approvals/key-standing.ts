import type { KeyStatus } from '@countersign/shared/features/countersignature'
import type { ApproverKey } from '../../lib/browser-key.ts'
import type { DeskClient } from '../../lib/trpc.ts'

export interface KeyStanding {
  readonly companionId: string
  /** `unknown`: a key lies here that the companion was never offered. */
  readonly state: 'none' | 'unknown' | 'waiting' | 'active' | 'ended'
  readonly keyId: string | null
}

const standingOf = async (client: DeskClient, status: KeyStatus): Promise<Omit<KeyStanding, 'companionId'>> => {
  if (status.state === 'none') return { state: 'none', keyId: null }
  const known = (await client.approverKeys.list.query()).find(({ id }) => id === status.keyId)
  return { state: known?.state ?? 'unknown', keyId: status.keyId }
}

/** What this device's key is good for, as device and companion tell it together. */
export const readKeyStanding = async (client: DeskClient, key: ApproverKey): Promise<KeyStanding> => {
  const { companionId } = await client.approverKeys.here.query()
  return { companionId, ...(await standingOf(client, await key.status(companionId))) }
}
