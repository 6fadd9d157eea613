import type { Role } from '@countersign/shared/roles'

const roles: Record<Role, string> = {
  support: 'Support',
  finance: 'Finance',
  approver: 'Approver',
  auditor: 'Auditor',
  admin: 'Administrator',
}

const list = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** Signing in and out, and the person's own account. */
export const session = {
  roles,
  rolesText: (held: readonly Role[]) => held.map((role) => roles[role]).join(', '),
  onlyFor: (held: readonly Role[]) => `only ${list.format(held.map((role) => roles[role].toLowerCase()))}`,
  signIn: {
    title: 'Sign in',
    again: 'Sign in again',
    againWhy: 'Your session ended. What you were doing is still here.',
    lead: 'Prove the team first; then act.',
    email: 'E-mail',
    password: 'Password',
    code: 'Six-digit code',
    codeHint: 'From your authenticator.',
    submit: 'Sign in',
    withProvider: (name: string) => `Sign in with ${name}`,
    providerWait: 'Finish in the browser window that opened.',
    or: 'or',
    failed: 'You are not signed in',
    refused: 'The identity provider’s answer was not accepted',
    noMethods: 'The companion could not be asked how to sign in',
    noneOffered: 'This companion offers no way to sign in. An administrator has to configure one.',
    wait: (time: string) => `Wait ${time}, then try again.`,
  },
  samples: {
    title: 'Sample accounts',
    note: 'Made-up people beside made-up data. One click signs you in.',
    as: 'Sign in as',
  },
  firstRun: {
    title: 'Create the administrator',
    lead: 'Nobody can sign in here yet. The first person runs the desk: staff, roles, the mirror.',
    name: 'Name',
    passwordHint: 'At least 12 characters. A few words are easiest to keep.',
    submit: 'Create and sign in',
    failed: 'The administrator was not created',
  },
  totp: {
    title: 'Add a second factor',
    lead: 'Enter this key in your authenticator, then the code it shows.',
    needed: 'This companion asks for a second factor. Enter the key in your authenticator, then the code it shows.',
    secret: 'Key',
    link: 'Authenticator link',
    linkLabel: 'Link',
    code: 'Six-digit code',
    confirm: 'Confirm',
    later: 'Later',
    failed: 'The code was not accepted',
    done: 'Your second factor is on.',
  },
  checking: 'Looking who you are',
  lost: 'The companion cannot be reached',
  lostRetry: 'It is asked again every few seconds.',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  weakness: {
    title: 'That password is too easy to guess',
  },
}
