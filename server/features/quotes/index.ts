export { markInvoiced } from './mark-invoiced.ts'
export { readQuote } from './read-quote.ts'
export { startQuoteJobs } from './start-quote-jobs.ts'
export { takeQuote } from './take-quote.ts'
