// Rule: Stripe's own table says how many decimals a currency's amounts have, not ISO's: Ugandan shillings and Icelandic
// krónur are written with two, though they have none.

import { invalidRequest, notBuilt } from '../wire/errors.ts'

/** Currencies without minor units: amounts are whole units. */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))

const CURRENCIES = new Set(
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'.split(
    ' ',
  ),
)

/** Digits after the point. */
export const minorDigits = (currency: string): number =>
  ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2

/** The least that can be charged, in minor units, where Stripe lists it; other currencies are not known. */
const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
}

export const minimumCharge = (currency: string): number => MINIMUM[currency] ?? 0

/** The currency in Stripe's lower case; refuses what is none. */
export const checkCurrency = (currency: string, param = 'currency'): string => {
  const code = currency.toLowerCase()
  if (CURRENCIES.has(code)) return code
  throw invalidRequest(`Invalid currency: ${code}.`, { param })
}

const WHOLE_UNITS = new Set(['isk', 'ugx'])

const endOf = (currency: string): '' | '0' | '00' => {
  if (WHOLE_UNITS.has(currency)) return '00'
  return minorDigits(currency) === 3 ? '0' : ''
}

/**
 * Payments in three-decimal currencies must end in 0, those in krónur and Ugandan shillings in 00; what Stripe does where
 * an invoice comes to more is not known.
 */
export const checkLastDigit = (currency: string, amount: number, param: string): void => {
  const end = endOf(currency)
  if (amount % 10 ** end.length !== 0) throw notBuilt(`amounts in ${currency} that do not end in ${end}`, param)
}

/** `1234` USD → `USD 12.34`; for documents only. */
export const formatAmount = (amount: number, currency: string): string => {
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return `${amount < 0 ? '-' : ''}${currency.toUpperCase()} ${whole}`
}
