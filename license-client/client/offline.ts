import { createHash, randomBytes } from 'node:crypto'
import { peekClaims } from '../lease/jws.ts'
import { type LeaseFault, openLicenseFile } from '../lease/lease.ts'
import { followStatements } from '../lease/statements.ts'
import { keep, type Session } from './session.ts'

export type Installed =
  | { readonly isOk: true; readonly runUntil: number }
  | { readonly isOk: false; readonly fault: LeaseFault | 'NOT_ASKED_FOR' | 'ENDED' }

const CHECK_LENGTH = 8

/** A request as the text that a person takes to the seller. */
export const requestCode = (request: Readonly<Record<string, string>>): string => {
  const text = `csr1.${Buffer.from(JSON.stringify(request)).toString('base64url')}`
  return `${text}.${createHash('sha256').update(text, 'ascii').digest('base64url').slice(0, CHECK_LENGTH)}`
}

/** The same code until a file has answered it: the file that is on its way has to fit. Then the next one. */
export const makeRequestCode = async (session: Session): Promise<string> => {
  const { state, settings, installId } = session
  const nonce = state.offlineNonce ?? randomBytes(32).toString('base64url')
  if (state.offlineNonce === null) await keep(session, { ...state, offlineNonce: nonce })
  const { product, version, releasedOn, environment, name } = settings
  return requestCode({ product, version, releasedOn, install: installId, environment, name, nonce })
}

const statementsIn = (text: string): readonly string[] => {
  const statements = peekClaims(text.replaceAll(/\s/g, ''))?.['statements']
  return Array.isArray(statements) ? statements.filter((each): each is string => typeof each === 'string') : []
}

/** Takes a license file over. What does not fit changes nothing. */
export const installFile = async (session: Session, text: string): Promise<Installed> => {
  const { state, settings, installId, keys, time } = session
  if (state.offlineNonce === null) return { isOk: false, fault: 'NOT_ASKED_FOR' }
  const useful = followStatements(statementsIn(text), keys)
  const opened = openLicenseFile(text, keys, { product: settings.product, installId, nonce: state.offlineNonce })
  if (!opened.isOk) return opened
  const { lease } = opened
  if (lease.issuedAt > time.nowMs()) time.setFromServer(lease.issuedAt)
  if (time.nowMs() >= lease.runUntil) return { isOk: false, fault: 'ENDED' }
  session.offline = { lease, version: null, isOffline: true }
  const offlineFile = { text: text.trim(), nonce: state.offlineNonce }
  const keyStatements = [...state.keyStatements, ...useful]
  await keep(session, { ...state, offlineFile, offlineNonce: null, keyStatements })
  return { isOk: true, runUntil: lease.runUntil }
}
