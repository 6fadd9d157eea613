export { composePortalMail } from './compose-portal-mail.ts'
export { PORTAL_MAIL } from './mail-text-rules.ts'
export { noteCheckout } from './note-checkout.ts'
export { startLinkJobs } from './start-link-jobs.ts'
