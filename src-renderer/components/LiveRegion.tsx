import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'

type Announce = (text: string) => void

const AnnounceContext = createContext<Announce>(() => undefined)

/** Says a sentence to screen readers: a copy made, results found, a reason why not. */
export const useAnnounce = (): Announce => useContext(AnnounceContext)

/** The one polite region of the desk. The same sentence twice in a row is two announcements, hence the key. */
export const LiveRegion = ({ children }: { readonly children: ReactNode }) => {
  const [said, setSaid] = useState({ text: '', count: 0 })
  const announce = useCallback<Announce>((text) => setSaid(({ count }) => ({ text, count: count + 1 })), [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <output className="cs-sr" aria-live="polite">
        <span key={said.count}>{said.text}</span>
      </output>
    </AnnounceContext>
  )
}
