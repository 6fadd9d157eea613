import { useQuery } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { classNames } from '../../components/class-names.ts'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { audit } from '../../messages/audit.ts'
import { common } from '../../messages/words.ts'
import s from './Audit.module.css'

const words = audit.check

/** The command that checks an export without us, and the public key that it needs. */
export const HowToCheck = () => {
  const trpc = useTRPC()
  const copy = useCopy()
  const key = useQuery({ ...trpc.audit.publicKey.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  return (
    <Panel title={words.title}>
      <p className="cs-xs cs-dim">{words.text}</p>
      <pre className={classNames(s['code'], s['command'])}>{words.command}</pre>
      {key.data && <FactList facts={[{ label: words.publicKey, value: <code>{key.data.keyId}</code> }]} />}
      {key.error && <p className="cs-xs cs-money">{words.keyNotRead}</p>}
      <div className={classNames(s['buttons'], s['after'])}>
        <Button size="sm" icon={Copy} onPress={() => void copy(words.command, words.commandWhat)}>
          {common.copy(words.commandWhat.toLowerCase())}
        </Button>
        {key.data && (
          <Button size="sm" icon={Copy} onPress={() => void copy(key.data.pem, words.publicKey)}>
            {common.copy(words.publicKey.toLowerCase())}
          </Button>
        )}
      </div>
    </Panel>
  )
}
