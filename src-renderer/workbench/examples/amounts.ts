import type { Money } from '@countersign/shared/money'

export const eur = (amount: number): Money => ({ amount, currency: 'eur' })
export const usd = (amount: number): Money => ({ amount, currency: 'usd' })
export const jpy = (amount: number): Money => ({ amount, currency: 'jpy' })
export const kwd = (amount: number): Money => ({ amount, currency: 'kwd' })
