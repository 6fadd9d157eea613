import type { SignedIn, SignInMethods } from '@countersign/shared/features/staff'
import type { Verification, VerifyTeamInput } from '@countersign/shared/features/teams'

const readJson = async <T>(what: string, response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
  return (await response.json()) as T
}

export interface DeskSession {
  readonly signedIn: SignedIn
  verify(input: Partial<VerifyTeamInput>): Promise<Verification>
}

/** What the page in the browser sends with each call: its origin, its mark and, once signed in, its cookie. */
const browserHeaders = (url: string, cookie?: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-countersign-client': 'browser',
  'sec-fetch-site': 'same-origin',
  origin: url,
  ...(cookie === undefined ? {} : { cookie }),
})

/** Signs in as the sample's support agent through the doors that the browser desk uses. */
export const openDeskSession = async (url: string): Promise<DeskSession> => {
  const methods = await readJson<SignInMethods>('/auth/methods', await fetch(`${url}/auth/methods`))
  const support = methods.sampleAccounts.find(({ roles }) => roles.length === 1 && roles[0] === 'support')
  if (!support) throw new Error('The sample has no support account.')
  const { email, password } = support
  const request = { method: 'POST', headers: browserHeaders(url), body: JSON.stringify({ email, password }) }
  const response = await fetch(`${url}/auth/local`, request)
  const signedIn = await readJson<SignedIn>('/auth/local', response)
  const headers = browserHeaders(url, response.headers.getSetCookie()[0]?.split(';')[0] ?? '')
  return {
    signedIn,
    verify: async (input) => {
      const body = JSON.stringify(input)
      const answer = await fetch(`${url}/trpc/teams.verify`, { method: 'POST', headers, body })
      return (await readJson<{ result: { data: Verification } }>('teams.verify', answer)).result.data
    },
  }
}
