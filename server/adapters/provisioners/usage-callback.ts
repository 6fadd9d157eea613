import { newId } from '../../kernel/ids.ts'
import type { PulledTotal, UsageAnswer, UsageSource } from '../../ports/usage-source.ts'
import type { CallbackOptions } from './http-callback.ts'
import { isObject, objectOf, refusalOf } from './read-answer.ts'
import { sendRequest } from './send-request.ts'
import { signText } from './sign-text.ts'

const WHO = 'The source of counts'
const MOST_PAGES = 1000

interface UsagePage {
  readonly totals: readonly PulledTotal[]
  readonly next: string | null
}

const totalOf = (said: unknown): PulledTotal | null => {
  if (!isObject(said)) return null
  const { tenantId, counts, measuredAt = null } = said
  if (typeof tenantId !== 'string' || !isObject(counts)) return null
  if (measuredAt !== null && typeof measuredAt !== 'string') return null
  const entries = Object.entries(counts).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  if (entries.length !== Object.keys(counts).length) return null
  return { tenantId, measuredAt, counts: Object.fromEntries(entries) }
}

const pageOf = (text: string): UsagePage | null => {
  const said = objectOf(text)
  if (!said || !Array.isArray(said['totals'])) return null
  const { totals: rows, next = null } = said
  const totals = rows.map((row: unknown) => totalOf(row)).filter((total) => total !== null)
  if (totals.length !== rows.length || (next !== null && typeof next !== 'string')) return null
  return { totals, next }
}

/** Asks somebody's own service over signed HTTP; the signature covers method, path and query, since there is no body. */
export const createUsageCallback = ({ url, secrets, now, ...sending }: CallbackOptions): UsageSource => {
  const ask = async (cursor: string | null): Promise<UsagePage | string> => {
    const address = new URL(url)
    if (cursor !== null) address.searchParams.set('cursor', cursor)
    const at = now()
    const headers = signText({ id: newId('usg', at), secrets, at }, `GET ${address.pathname}${address.search}`)
    const answer = await sendRequest({ url: address, method: 'GET', headers, body: '' }, sending)
    const refusal = refusalOf(WHO, answer)
    if (refusal) return refusal.why
    const page = pageOf(answer.kind === 'answered' ? answer.text : '')
    return page ?? `${WHO} answered with something that is no list of counts.`
  }
  return {
    pull: async function* (): AsyncIterable<UsageAnswer> {
      let cursor: string | null = null
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const page = await ask(cursor)
        if (typeof page === 'string') return yield { verdict: 'failed', why: page }
        yield { verdict: 'told', totals: page.totals }
        if (page.next === null || page.next === cursor) return
        cursor = page.next
      }
      yield { verdict: 'failed', why: `${WHO} has more than ${MOST_PAGES} pages.` }
    },
  }
}
