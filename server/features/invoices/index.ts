export { discardPlan } from './discard-plan.ts'
export { draftPlan } from './draft-plan.ts'
export { noteInvoice } from './note-invoice.ts'
export { sendInvoice } from './send-invoice.ts'
