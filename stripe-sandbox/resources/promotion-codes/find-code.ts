import type { Account } from '../../store/account.ts'
import type { PromotionCode } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'

/** The promotion code behind what a person typed: one that this customer could use before any other. */
export const findCode = (account: Account, typed: string, customer: string | null): PromotionCode => {
  const text = typed.trim()
  const found = account.all('promotion_code').list([{ index: 'code', value: text.toLowerCase() }])
  const isMine = (code: PromotionCode): boolean => code.customer === null || code.customer === customer
  const isActive = (code: PromotionCode): boolean =>
    account.host.present(account, 'promotion_code', code)['active'] === true
  const code = found.find((one) => isMine(one) && isActive(one)) ?? found.find(isMine) ?? found[0]
  if (code === undefined) throw invalidRequest(`There is no promotion code ${text}.`, { param: 'code' })
  return code
}
