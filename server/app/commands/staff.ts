import { parseArgs } from 'node:util'
import type { Staff } from '@countersign/shared/features/staff'
import { ROLES, type Role, roleSchema } from '@countersign/shared/roles'
import {
  addStaff,
  changeRoles,
  listStaff,
  readStaff,
  removeStaff,
  resetTotp,
  restoreStaff,
  revokeSessions,
} from '../../features/staff/index.ts'
import { generatePassword } from '../../features/staff/generate-password.ts'
import { resetPassword } from '../../features/staff/reset-password.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Command, CommandIo } from './command.ts'
import { readPasswordFromStdin } from './read-password.ts'

type OpenKernel = (io: CommandIo) => Promise<{ readonly kernel: Kernel; close(): Promise<void> }>

const USAGE = `staff WORD [--reason TEXT]

list
add             --email E --name N --role R [--role R …] [--password-stdin | --generate-password]
set-roles       --email E --role R [--role R …]
remove          --email E
restore         --email E
reset-password  --email E [--password-stdin]      without it a password is made and printed once
reset-totp      --email E                         forgets the authenticator; the next sign-in adds another
revoke-sessions --email E

Roles: ${ROLES.join(', ')}. Without a password a person signs in through the identity provider only.
Break-glass: it works on the database without asking who you are, may appoint approvers without a countersignature,
and each change stands in the audit log as system:cli.`

const OPTIONS = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  reason: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'generate-password': { type: 'boolean' },
} as const

class CalledWrongly extends Error {}

const parseCall = (args: readonly string[]) => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const [word, ...others] = positionals
  if (word === undefined || others.length > 0) throw new CalledWrongly('one WORD is needed')
  return { word, ...values }
}
type Call = ReturnType<typeof parseCall>

const needed = (value: string | undefined, option: string): string => {
  if (value === undefined || value.trim() === '') throw new CalledWrongly(`${option} is missing`)
  return value.trim()
}

const rolesOf = (call: Call): Role[] => {
  const roles = (call.role ?? []).flatMap((text) => text.split(','))
  if (roles.length === 0) throw new CalledWrongly('--role is missing')
  return roles.map((text) => {
    const role = roleSchema.safeParse(text.trim())
    if (!role.success) throw new CalledWrongly(`${text} is no role; there are ${ROLES.join(', ')}`)
    return role.data
  })
}

interface Work {
  readonly kernel: Kernel
  readonly io: CommandIo
  readonly call: Call
  readonly readPassword: () => Promise<string>
}

const actingOf = (call: Call) => ({ actor: systemActor('cli'), requestId: null, reason: call.reason ?? null })

const personOf = ({ kernel, call }: Work): Promise<Staff> =>
  readStaff(kernel, needed(call.email, '--email').toLowerCase())

const line = (person: Staff): string =>
  [person.email, person.status, person.roles.join(','), person.signsInWith.join(',') || '-', person.name].join('\t')

const list = async ({ kernel, io }: Work) => {
  for (const person of await listStaff(kernel)) io.out(line(person))
}

const add = async ({ kernel, io, call, readPassword }: Work) => {
  const person = { email: needed(call.email, '--email'), name: needed(call.name, '--name'), roles: rolesOf(call) }
  if (!/^[^@\s]+@[^@\s]+$/.test(person.email)) throw new CalledWrongly('--email has to be an e-mail address')
  const generated = call['generate-password'] ? generatePassword() : null
  const password = call['password-stdin'] ? await readPassword() : generated
  await addStaff(kernel, actingOf(call), { ...person, password })
  io.out(`Added ${person.email.toLowerCase()}.`)
  if (password !== null && password === generated) io.out(`Initial password, shown once: ${generated}`)
}

const setRoles = async (work: Work) => {
  const roles = rolesOf(work.call)
  const person = await personOf(work)
  await changeRoles(work.kernel, actingOf(work.call), person.id, roles)
  work.io.out(`${person.email} is now ${roles.join(', ')}, from the next call.`)
}

const remove = async (work: Work) => {
  const person = await personOf(work)
  await removeStaff(work.kernel, actingOf(work.call), person.id)
  work.io.out(`Removed ${person.email}; every session has ended.`)
}

const restore = async (work: Work) => {
  const person = await personOf(work)
  await restoreStaff(work.kernel, actingOf(work.call), person.id)
  work.io.out(`Restored ${person.email} as ${person.roles.join(', ')}.`)
}

const setPassword = async (work: Work) => {
  const { kernel, io, call, readPassword } = work
  const person = await personOf(work)
  const generated = call['password-stdin'] ? null : generatePassword()
  await resetPassword(kernel, actingOf(call), person.id, generated ?? (await readPassword()))
  io.out(`The password of ${person.email} is changed; every session has ended.`)
  if (generated !== null) io.out(`New password, shown once: ${generated}`)
}

const forgetTotp = async (work: Work) => {
  const person = await personOf(work)
  await resetTotp(work.kernel, actingOf(work.call), person.id)
  work.io.out(`The authenticator of ${person.email} is forgotten; every session has ended.`)
}

const endSessions = async (work: Work) => {
  const person = await personOf(work)
  const count = await revokeSessions(work.kernel, actingOf(work.call), { staffId: person.id })
  work.io.out(`Ended ${count} sessions of ${person.email}.`)
}

const WORDS: Readonly<Record<string, (work: Work) => Promise<void>>> = {
  list,
  add,
  'set-roles': setRoles,
  remove,
  restore,
  'reset-password': setPassword,
  'reset-totp': forgetTotp,
  'revoke-sessions': endSessions,
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof CalledWrongly ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

const work = async (
  openKernel: OpenKernel,
  args: readonly string[],
  io: CommandIo,
  readPassword: Work['readPassword'],
) => {
  const call = parseCall(args)
  const run = Object.hasOwn(WORDS, call.word) ? WORDS[call.word] : undefined
  if (!run) throw new CalledWrongly(`there is no ${call.word}`)
  const opened = await openKernel(io)
  const { kernel } = opened
  try {
    if (run !== list) {
      io.err('Break-glass: this is recorded in the audit log as system:cli.')
      kernel.log.warn({ command: call.word }, 'staff changed from the command line')
    }
    await run({ kernel, io, call, readPassword })
  } finally {
    await opened.close()
  }
}

/** `openKernel` comes from the composition root; `readPassword` is the machine's standard input except in tests. */
export const staffCommand = (openKernel: OpenKernel, readPassword = readPasswordFromStdin): Command => ({
  name: 'staff',
  summary: 'list and change who may sign in, when nobody at the desk can',
  usage: USAGE,
  run: async (args, io) => {
    try {
      await work(openKernel, args, io, readPassword)
      return 0
    } catch (error) {
      if (!isUsageError(error)) throw error
      io.err(`staff: ${error.message}\n\n${USAGE}`)
      return 2
    }
  },
})
