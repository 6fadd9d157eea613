export { type AuditNote, type RecordAudit, recordAudit } from './record-audit.ts'
