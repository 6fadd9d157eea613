import type { KeyPlace } from '@countersign/shared/features/countersignature'

const places: Readonly<Record<KeyPlace, string>> = {
  keyring: 'desktop, in the keyring',
  plain: 'desktop, without a keyring',
  browser: 'browser',
}

/** The approver's key, and signing in again before it is used. */
export const keys = {
  title: 'This device’s key',
  lead: 'A countersignature is made with a key that never leaves the device.',
  where: {
    desktop: 'It is kept by this computer’s keyring. The system asks you before each signature.',
    browser: 'It is kept by this browser, where no script can read it. It countersigns what one approver may decide.',
  },
  none: 'There is no key of yours on this device yet.',
  unknown: 'There is a key of yours on this device, but the companion doesn’t know it.',
  active: 'It countersigns for you.',
  waiting: 'It waits for another approver’s word, so it can’t countersign yet.',
  ended: 'It has ended. A new one has to be made.',
  notRead: 'The key could not be looked at',
  enrol: 'Enrol this device’s key',
  enrolTitle: 'Enrol a key on this device',
  enrolLead: 'You need a key on this device before you can countersign.',
  first: 'The first key of a companion counts at once. Every other one waits for another approver, on the desktop.',
  label: 'Name of this device',
  labelHint: 'So that you know it in the list.',
  desktopLabel: 'Desktop',
  browserLabel: 'Browser',
  reason: (label: string) => `A new key: ${label}`,
  failed: 'No key was enrolled',
  enrolled: 'Your key is enrolled and countersigns at once.',
  asked: 'Your key is made. Another approver has to vouch for it before it countersigns.',
  openRequest: 'Open the request',
  notApprover: 'Only approvers have a key.',
  list: 'Your keys',
  listEmpty: 'You have enrolled no key yet.',
  columns: { device: 'Device', key: 'Key', place: 'Kept in', state: 'State', since: 'Since' },
  here: 'this one',
  states: { waiting: 'waits for a word', active: 'active', ended: 'ended' },
  places,
  end: 'End this key',
  endTitle: (label: string) => `End the key of ${label}?`,
  endText: 'It can’t countersign any more, at once and for good. What it signed stays valid.',
  endLast: 'It is your only key that countersigns.',
  endFailed: 'The key was not ended',
}

export const confirmPerson = {
  title: 'Confirm it is you',
  lead: 'Nothing is signed if you close this. It holds for five minutes.',
  password: 'Password',
  code: 'Six-digit code',
  submit: 'Confirm',
  provider: 'Confirm at your identity provider',
  providerWait: 'Finish in the browser window that opened.',
  providerLeaves: 'This page leaves for your identity provider. Decide again when you are back.',
  failed: 'You were not confirmed',
  notRead: 'How you can confirm could not be read',
  noWay: 'There is no way for you to confirm here. An administrator has to set a password or an identity provider.',
}
