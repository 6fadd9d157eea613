import { messages } from '../../messages/index.ts'
import s from './Audit.module.css'

const GROUP = /.{1,8}/g

/** Whole, in groups of eight, so that two can be compared by eye. */
export const HashText = ({ hash }: { readonly hash: string | null }) =>
  hash === null ? messages.common.none : <code className={s['hash']}>{(hash.match(GROUP) ?? [hash]).join(' ')}</code>
