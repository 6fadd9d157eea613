// Customers as a real account has them: mostly Latin names and companies, some with marks, other scripts and emoji. All
// of it follows from the number alone, so that every run sees the same million.

/** Mixes 32 bits; `salt` makes independent draws of one number. */
export const draw = (number: number, salt: number, below: number): number => {
  let x = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt + 7, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return ((x ^ (x >>> 15)) >>> 0) % below
}

const words = (text: string): string[] => text.split(' ')

const FIRST = words(
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Anna Lukas Sophie Jan Emma Pierre Camille Giulia Marco Elena Pedro Ana João Inês Søren Åsa Björn Łukasz Zoë Chloé José Núria Éva Tomáš Jiří Şule Çağla İpek Þóra Günther Jürgen Renée Mikołaj Aoife Siobhán Priya Arjun Fatima Omar Yuki Chen Wei Nguyen',
)
const LAST = words(
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Hall Young King Wright Scott Green Baker Müller Schmidt Schneider Fischer Weber Dubois Lefèvre Moreau Rossi Ferrari Bianchi Silva Santos Ferreira Kowalski Wiśniewski Nowak Novák Svoboda Jensen Nielsen Hansson Øverland Gustafsson Sørensen Papadopoulos Yılmaz Öztürk Kaya Popescu Ionescu Horváth Nagy O’Brien Mac-Gregor d’Angelo',
)
const SYLLABLES = words(
  'ba bel bri cal cor da del dor en fal fer gal gran hal har in jor ka kel lan lor ma mer mon na nor o pal per quin ra ren sal sol ta tel tor u val ver win xan yor zan',
)
const TRADES = words(
  'Analytics Systems Labs Software Logistics Media Health Energy Foods Studio Robotics Capital Partners Group',
)
const FORMS = words('GmbH Inc Ltd SARL BV AB Oy SpA LLC AG')
const HAN = words('北京 上海 科技 有限公司 东方 明珠 数据 银行 王伟 李娜 张敏 刘洋 陈静 华为 创新 未来')
const KANA = words('さくら ソフト カフェ 株式会社 東京 ひまわり データ システム')
const ARABIC = words('شركة النور محمد فاطمة أحمد التجارة الدولية مؤسسة الخليج للبرمجيات')
const CYRILLIC = words('ООО Иванов Петрова Сергей Ольга Технологии Москва Звезда Системы Дмитрий')
const EMOJI = words('🚀 🌊 🔥 🦄 🍕 🌱')

const pick = (list: readonly string[], number: number, salt: number): string =>
  list[draw(number, salt, list.length)] ?? ''

const invented = (number: number, salt: number): string => {
  const syllables = Array.from({ length: 2 + draw(number, salt, 2) }, (_, i) => pick(SYLLABLES, number, salt + 10 + i))
  const word = syllables.join('')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

const person = (number: number): string => `${pick(FIRST, number, 1)} ${pick(LAST, number, 2)}`
const company = (number: number): string =>
  `${invented(number, 20)} ${pick(TRADES, number, 4)} ${pick(FORMS, number, 5)}`

export const nameOf = (number: number): string => {
  const kind = draw(number, 3, 100)
  if (kind < 45) return person(number)
  if (kind < 88) return company(number)
  if (kind < 91) return `${pick(HAN, number, 6)}${pick(HAN, number, 7)}${pick(HAN, number, 8)}`
  if (kind < 93) return `${pick(KANA, number, 6)}${pick(KANA, number, 7)}${draw(number, 9, 900)}`
  if (kind < 95) return `${pick(ARABIC, number, 6)} ${pick(ARABIC, number, 7)} ${pick(ARABIC, number, 8)}`
  if (kind < 97) return `${pick(CYRILLIC, number, 6)} ${pick(CYRILLIC, number, 7)}`
  if (kind < 98) return `${pick(EMOJI, number, 6)}${pick(EMOJI, number, 7)}${pick(EMOJI, number, 8)} ${company(number)}`
  return `${person(number)} — ${company(number)}`
}

const HOSTS = words('gmail.com outlook.com yahoo.com proton.me')

export const emailOf = (number: number): string => {
  const host = draw(number, 11, 3) === 0 ? pick(HOSTS, number, 12) : `${invented(number, 20).toLowerCase()}.example`
  return `${invented(number, 40).toLowerCase()}.${draw(number, 13, 100_000)}@${host}`
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const letters = (number: number, salt: number, length: number, from = LETTERS): string =>
  Array.from({ length }, (_, i) => from[draw(number, salt + i, from.length)]).join('')

/** The number is in it, so that no two are the same. */
export const stripeIdOf = (prefix: string, number: number): string =>
  `${prefix}_${letters(number, 100, 9)}${number.toString(36).padStart(5, '0')}`

export const teamIdOf = (number: number): string =>
  `team-${letters(number, 200, 8, '0123456789abcdef')}${number.toString(16).padStart(6, '0')}`

export const invoiceNumberOf = (number: number): string =>
  `${letters(number, 300, 3, 'ABCDEFGHJKLMNPQRSTUVWXYZ')}${number.toString(16).toUpperCase().padStart(5, '0')}-${String(1 + draw(number, 14, 60)).padStart(4, '0')}`
