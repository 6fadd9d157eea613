import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { session } from '../../messages/session.ts'
import type { TotpOffer } from './auth-shapes.ts'
import s from './SignIn.module.css'

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

export interface TotpKeyProps {
  readonly offer: TotpOffer
  readonly lead?: string
}

/** The key to type or copy into an authenticator. */
export const TotpKey = ({ offer, lead = session.totp.lead }: TotpKeyProps) => (
  <div className={s['key']}>
    <p>{lead}</p>
    <FactList
      labels="short"
      facts={[
        {
          label: session.totp.secret,
          value: <CopyId value={offer.secret} short={inFours(offer.secret)} what={session.totp.secret} />,
        },
        {
          label: session.totp.linkLabel,
          value: <CopyId value={offer.uri} short={`${offer.uri.slice(0, 24)}…`} what={session.totp.link} />,
        },
      ]}
    />
  </div>
)
