/**
 * Stripe's documented test instruments. `outcome` is what happens when one is charged: `ok`, the decline code, or `processing` for ever;
 * `attach` is the decline code when attaching already fails.
 */
export interface TestCard {
  readonly type: 'card'
  readonly brand: string
  readonly funding: 'credit' | 'debit'
  readonly last4: string
  readonly country: string
  readonly outcome: string
  readonly attach?: string
  /** What becomes of refunds, when they do not succeed at once. */
  readonly refunds?: 'fail' | 'wait'
}

export interface TestBank {
  readonly type: 'sepa_debit' | 'us_bank_account'
  readonly last4: string
  readonly outcome: string
}

export type TestInstrument = TestBank | TestCard

const card = (brand: string, last4: string, more: Partial<TestCard> = {}): TestCard => ({
  type: 'card',
  brand,
  funding: 'credit',
  last4,
  country: 'US',
  outcome: 'ok',
  ...more,
})

const declined = (last4: string, code: string): TestCard => card('visa', last4, { outcome: code, attach: code })

export const testInstruments: Readonly<Record<string, TestInstrument>> = {
  pm_card_visa: card('visa', '4242'),
  pm_card_visa_debit: card('visa', '5556', { funding: 'debit' }),
  pm_card_mastercard: card('mastercard', '4444'),
  pm_card_mastercard_debit: card('mastercard', '8210', { funding: 'debit' }),
  pm_card_amex: card('amex', '8431'),
  pm_card_discover: card('discover', '9424'),
  pm_card_diners: card('diners', '3237'),
  pm_card_jcb: card('jcb', '0505', { country: 'JP' }),
  pm_card_unionpay: card('unionpay', '0005', { country: 'CN' }),
  pm_card_de: card('visa', '0003', { country: 'DE' }),
  pm_card_jp: card('visa', '0003', { country: 'JP' }),
  pm_card_gb: card('visa', '0001', { country: 'GB' }),
  pm_card_chargeCustomerFail: card('visa', '0341', { outcome: 'generic_decline' }),
  pm_card_visa_chargeDeclined: declined('0002', 'generic_decline'),
  pm_card_chargeDeclined: declined('0002', 'generic_decline'),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined('9995', 'insufficient_funds'),
  pm_card_visa_chargeDeclinedExpiredCard: declined('0069', 'expired_card'),
  pm_card_pendingRefund: card('visa', '7726', { refunds: 'wait' }),
  pm_card_refundFail: card('visa', '5126', { refunds: 'fail' }),
  pm_usBankAccount: { type: 'us_bank_account', last4: '6789', outcome: 'ok' },
  pm_usBankAccount_success: { type: 'us_bank_account', last4: '6789', outcome: 'ok' },
  pm_usBankAccount_accountClosed: { type: 'us_bank_account', last4: '1113', outcome: 'account_closed' },
  pm_usBankAccount_noAccount: { type: 'us_bank_account', last4: '1116', outcome: 'no_account' },
  pm_usBankAccount_insufficientFunds: { type: 'us_bank_account', last4: '2227', outcome: 'insufficient_funds' },
  pm_usBankAccount_debitNotAuthorized: { type: 'us_bank_account', last4: '3335', outcome: 'debit_not_authorized' },
  pm_usBankAccount_processing: { type: 'us_bank_account', last4: '0009', outcome: 'processing' },
}

/** Card numbers and tokens that create a payment method with one of the instruments above. */
export const testNumbers: Readonly<Record<string, string>> = {
  '4242424242424242': 'pm_card_visa',
  '4000056655665556': 'pm_card_visa_debit',
  '5555555555554444': 'pm_card_mastercard',
  '378282246310005': 'pm_card_amex',
  '3566002020360505': 'pm_card_jcb',
  '4000000000000341': 'pm_card_chargeCustomerFail',
  '4000000000000002': 'pm_card_visa_chargeDeclined',
  '4000000000009995': 'pm_card_visa_chargeDeclinedInsufficientFunds',
  '4000000000000069': 'pm_card_visa_chargeDeclinedExpiredCard',
  '4000000000007726': 'pm_card_pendingRefund',
  '4000000000005126': 'pm_card_refundFail',
  tok_visa: 'pm_card_visa',
  tok_visa_debit: 'pm_card_visa_debit',
  tok_mastercard: 'pm_card_mastercard',
  tok_amex: 'pm_card_amex',
  tok_jcb: 'pm_card_jcb',
  tok_chargeCustomerFail: 'pm_card_chargeCustomerFail',
}

/** Account numbers that create a bank account with one of the instruments above. */
export const testAccounts: Readonly<Record<string, string>> = {
  '000123456789': 'pm_usBankAccount_success',
  '000111111113': 'pm_usBankAccount_accountClosed',
  '000111111116': 'pm_usBankAccount_noAccount',
  '000222222227': 'pm_usBankAccount_insufficientFunds',
  '000333333335': 'pm_usBankAccount_debitNotAuthorized',
  '000000000009': 'pm_usBankAccount_processing',
}

export const sepaInstrument: TestBank = { type: 'sepa_debit', last4: '3000', outcome: 'ok' }
