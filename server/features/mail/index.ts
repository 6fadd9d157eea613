export type { ComposeMail } from './compose-mail.ts'
export { queueMail, type WantedMail } from './queue-mail.ts'
export { type MailSender, startMailSender } from './start-mail-sender.ts'
