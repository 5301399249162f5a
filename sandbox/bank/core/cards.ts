import type { LocalText } from '@ruqsat/foundation'
import texts from '../../texts.yaml'

/** The banks of the republic, each with its wire; README.md says which. */
export const TWIN_BANKS = ['dala', 'tau'] as const
export type TwinBank = (typeof TWIN_BANKS)[number]

export const CARD_SCENARIOS = [
  'success',
  'insufficientFunds',
  'lostCard',
  'code',
  'slow',
  'late',
  'twice',
  'silentSuccess',
  'noAnswer',
  'otherSum',
  'chargedTwice',
  'refundDeclined',
  'moreThanAsked',
] as const
export type CardScenario = (typeof CARD_SCENARIOS)[number]

export type TestCard = {
  readonly scenario: CardScenario
  readonly number: string
  readonly expiry: string
  readonly cvv: string
  readonly what: LocalText
}

/** Confirmation of the slow card, after the payer has been sent back. */
export const SLOW_CONFIRMATION_MS = 10_000

/** Thirteen cards of an issuer that does not exist (9 is kept for national use and 9999 given to nobody); the last digit is Luhn's. */
const ISSUER = '99990100000'

export const TEST_CARDS: readonly TestCard[] = CARD_SCENARIOS.map((scenario, place) => {
  const body = `${ISSUER}${String(place + 1).padStart(4, '0')}`
  return { scenario, number: `${body}${luhnDigit(body)}`, expiry: '12/40', cvv: '123', what: texts.cards.what[scenario] }
})

/** The last digit of ISO/IEC 7812-1 annex B. */
function luhnDigit(body: string): number {
  const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2)
  const sum = [...body].reverse().reduce((total, digit, place) => total + (place % 2 === 0 ? doubled(Number(digit)) : Number(digit)), 0)
  return (10 - (sum % 10)) % 10
}

export function luhnHolds(number: string): boolean {
  return /^\d{13,19}$/.test(number) && luhnDigit(number.slice(0, -1)) === Number(number.at(-1))
}

export type TypedCard = { readonly number: string; readonly expiry: string; readonly cvv: string }
export type CardFault = { readonly field: 'number' | 'expiry' | 'cvv'; readonly text: LocalText }

/** The card that was meant, or what is wrong at which field. `month` is this month as `YYYY-MM`, technical time. */
export function readCard(typed: TypedCard, month: string): { readonly card: TestCard } | { readonly faults: readonly CardFault[] } {
  const number = typed.number.replace(/[\s-]/g, '')
  const card = TEST_CARDS.find((test) => test.number === number)
  const [, expiryMonth, expiryYear] = /^(0[1-9]|1[0-2])\s*\/?\s*(?:20)?(\d\d)$/.exec(typed.expiry) ?? []
  const { faults: what } = texts.cards
  const wrong = {
    number: !luhnHolds(number) ? what.number : card === undefined && what.notTest,
    expiry: expiryMonth === undefined ? what.expiry : `20${expiryYear}-${expiryMonth}` < month && what.expired,
    cvv: !/^\d{3}$/.test(typed.cvv) && what.cvv,
  }
  const faults = (['number', 'expiry', 'cvv'] as const).flatMap((field) => (wrong[field] ? [{ field, text: wrong[field] }] : []))
  return faults.length === 0 && card !== undefined ? { card } : { faults }
}

export function cardMask(number: string): string {
  return `${number.slice(0, 4)} •••• •••• ${number.slice(-4)}`
}
