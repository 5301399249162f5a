// The monthly calculation index (АЕК) and the fees counted in it: rate times the MCI of the day of payment.
import {
  Fault,
  formatTenge,
  inAll,
  isRefusal,
  type Language,
  type LocalDate,
  type LocalText,
  type Refusal,
  type Tiyn,
  formatDate,
  decimalText,
  fillText,
} from '@ruqsat/foundation'
import { yearOf } from './dates.ts'
import { refuseClock } from './refusals.ts'
import type { FeeDue, FeeRule, Mci, MciTable } from './types.ts'
import texts from './texts.yaml'

/** The index in force on a day; a Refusal `clock-mci-missing` that names the table where it does not reach. */
export function mciOn(date: LocalDate, table: MciTable): Mci | Refusal {
  const row = table.rows.findLast(({ from }) => from <= date)
  if (row === undefined || date > table.lastDay) {
    const { id, version, lastDay, rows } = table
    const days = { date: dotted(date), firstDay: dotted(rows[0]!.from), lastDay: dotted(lastDay) }
    return refuseClock('clock-mci-missing', { facts: { year: yearOf(date), table: id, version, ...days } })
  }
  return { tiyn: row.tiyn, from: row.from, source: row.source }
}

/** The fee of a payment made on this day, with the sum as a person would write it. Fractions of a tiyn are rounded to the nearest. */
export function feeOn(rule: FeeRule, dayOfPayment: LocalDate, table: MciTable): FeeDue | Refusal {
  const mci = mciOn(dayOfPayment, table)
  if (isRefusal(mci)) return mci
  const full = timesMci(rule.rateMci, rule.percent ?? 100, mci.tiyn)
  const most = rule.atMostMci === undefined ? Infinity : timesMci(rule.atMostMci, 100, mci.tiyn)
  const capped = most < full
  const feeTiyn = capped ? most : full
  const factors = capped ? rate(rule.atMostMci!, 100) : rate(rule.rateMci, rule.percent ?? 100)
  const formula = inAll((language) => `${factors(language)} × ${formatTenge(mci.tiyn)} = ${formatTenge(feeTiyn)}\u00a0₸`)
  return { feeTiyn, dayOfPayment, mci, rule, formula, text: sentence(formula, capped, rule, dayOfPayment) }
}

function sentence(formula: LocalText, capped: boolean, rule: FeeRule, day: LocalDate): LocalText {
  const most = decimal(rule.atMostMci ?? 0)
  return fillText(capped ? texts.mci.cappedFee : texts.mci.fee, {
    formula,
    day: inAll((language) => formatDate(day, language)),
    most: inAll(most),
  })
}

/** Whole-number arithmetic: hundredths of the rate, percent, tiyn. */
function timesMci(rateMci: number, percent: number, mciTiyn: Tiyn): Tiyn {
  const hundredths = Math.round(rateMci * 100)
  if (Math.abs(hundredths - rateMci * 100) > 1e-9) throw new Fault(`Expected a rate with at most two decimals but found ${rateMci}`)
  return Math.round((hundredths * percent * mciTiyn) / 10_000)
}

function rate(rateMci: number, percent: number): (language: Language) => string {
  return (language) => (percent === 100 ? decimal(rateMci)(language) : `${percent}\u00a0% × ${decimal(rateMci)(language)}`)
}

function decimal(value: number): (language: Language) => string {
  return (language) => decimalText(value, language)
}

function dotted(date: LocalDate): string {
  return date.split('-').reverse().join('.')
}
