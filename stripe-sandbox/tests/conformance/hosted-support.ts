export type { Day } from './support.ts'

/** What a person types into the card fields. */
export const CARD = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123', name: 'Ada Example' }

/** Presses a button of a hosted page. */
export const post = async (url: string | null, fields: Readonly<Record<string, string>>) => {
  const response = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}
