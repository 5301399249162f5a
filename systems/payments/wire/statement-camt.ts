// A statement in the form of ISO 20022, camt.053 (BankToCustomerStatement), versions 2 to 13: what differs between them and matters here is
// read in either place. What is booked counts, what is pending does not.
import { type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { attributeOf, childOf, childrenOf, elementAt, readXml, textOf, type XmlElement, XML_LIMITS } from '@ruqsat/xml'
import type { BankMovement, MovementDirection, ReadStatementFile, StatementFault } from '../core/statement.ts'
import {
  MAX_MOVEMENTS,
  MAX_STATEMENT_BYTES,
  readCurrency,
  readDay,
  readDayEnd,
  readMoment,
  readReference,
  readSum,
} from './statement-cells.ts'

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-3])$/
/** An entry has some forty elements. */
const LIMITS = { ...XML_LIMITS, maxLength: MAX_STATEMENT_BYTES, maxElements: 40 * MAX_MOVEMENTS }
/** By ISO 20022 where the payer's side gave no name. */
const NO_NAME = 'NOTPROVIDED'

type Faults = StatementFault[]

const unread = (line: number | null, code: StatementFault['code']): ReadStatementFile => ({ kind: 'unread', faults: [{ line, code }] })
const lineOf = ({ line }: XmlElement): number => line ?? 1

/** Every bad entry is reported, and then nothing of the file is taken. */
export function readCamtStatement(text: string): ReadStatementFile {
  const read = readXml(text, LIMITS, { lines: true })
  if (read.kind === 'unread') return unread(null, 'xml')
  const { root } = read
  const message = childOf(root, 'BkToCstmrStmt')
  if (root.name !== 'Document' || !NAMESPACE.test(root.namespace) || message === null) return unread(lineOf(root), 'camt')
  const statement = childOf(message, 'Stmt')
  if (statement === null) return unread(lineOf(message), 'one-statement')
  const period = periodOf(statement)
  if (period === null) return unread(lineOf(statement), 'period')
  const faults: Faults = []
  const entries = childrenOf(statement, 'Ntry')
  const movements = entries.flatMap((entry) => movementsOf(entry, faults))
  const count = textOf(elementAt(statement, 'TxsSummry/TtlNtries') ?? statement, 'NbOfNtries')
  if (count !== null && Number(count) !== entries.length) faults.push({ line: lineOf(statement), code: 'count' })
  if (faults.length === 0 && !balancesAgree(statement, movements)) faults.push({ line: lineOf(statement), code: 'balance' })
  if (faults.length > 0) return { kind: 'unread', faults }
  return { kind: 'read', statement: { format: 'camt.053', bank: null, ...period, movements } }
}

/** Banks name the last second of a day, or the first of the next: both mean the same end. */
function periodOf(statement: XmlElement): { readonly from: Instant; readonly to: Instant } | null {
  const period = childOf(statement, 'FrToDt')
  if (period === null) return null
  const from = readMoment(textOf(period, 'FrDtTm')) ?? readDay(textOf(period, 'FrDt'))
  const last = readMoment(textOf(period, 'ToDtTm'))
  const to = last === null ? readDayEnd(textOf(period, 'ToDt')) : last.slice(14, 19) === '59:59' ? nextSecond(last) : last
  return from === null || to === null || from >= to ? null : { from, to }
}

const nextSecond = (at: Instant): Instant => instantFromMs(Math.floor(msFromInstant(at) / 1000) * 1000 + 1000)

function movementsOf(entry: XmlElement, faults: Faults): readonly BankMovement[] {
  const refuse = (element: XmlElement, code: StatementFault['code']): readonly never[] => {
    faults.push({ line: lineOf(element), code })
    return []
  }
  const status = textOf(entry, 'Sts') ?? textOf(childOf(entry, 'Sts') ?? entry, 'Cd')
  if (status === 'PDNG' || status === 'INFO' || status === 'FUTR') return []
  if (status !== 'BOOK') return refuse(entry, 'status')
  const direction = directionOf(entry)
  if (direction === null) return refuse(entry, 'direction')
  const booked = childOf(entry, 'BookgDt')
  const bookedAt = booked && (readMoment(textOf(booked, 'DtTm')) ?? readDay(textOf(booked, 'Dt')))
  if (bookedAt === null) return refuse(entry, 'time')
  const whole = moneyOf(entry)
  if ('code' in whole) return refuse(entry, whole.code)
  const details = childrenOf(entry, 'NtryDtls').flatMap((each) => childrenOf(each, 'TxDtls'))
  const common = { direction, bookedAt }
  if (details.length < 2) {
    const reference = referenceOf(details[0]) ?? readReference(textOf(entry, 'AcctSvcrRef'))
    return reference === null ? refuse(entry, 'reference') : [{ ...common, ...whole, ...wordsOf(entry, details[0], direction), reference }]
  }
  // Several payments that were booked as one: each is a movement of its own.
  const parts = details.flatMap((each): readonly BankMovement[] => {
    const [reference, money] = [referenceOf(each), moneyOf(elementAt(each, 'AmtDtls/TxAmt') ?? each)]
    if (reference === null) return refuse(each, 'reference')
    return 'code' in money ? refuse(each, money.code) : [{ ...common, ...money, ...wordsOf(each, each, direction), reference }]
  })
  const isWhole = parts.reduce((sum, { amountTiyn }) => sum + amountTiyn, 0) === whole.amountTiyn
  return parts.length === details.length && !isWhole ? refuse(entry, 'parts') : parts
}

function directionOf(element: XmlElement): MovementDirection | null {
  const said = textOf(element, 'CdtDbtInd')
  return said === 'CRDT' ? 'in' : said === 'DBIT' ? 'out' : null
}

function moneyOf(element: XmlElement): Pick<BankMovement, 'amountTiyn' | 'currency'> | { readonly code: 'sum' | 'currency' } {
  const sum = childOf(element, 'Amt')
  const [amountTiyn, currency] = [readSum(textOf(element, 'Amt')), readCurrency(sum && attributeOf(sum, 'Ccy'))]
  if (amountTiyn === null) return { code: 'sum' }
  return currency === null ? { code: 'currency' } : { amountTiyn, currency }
}

function referenceOf(details: XmlElement | undefined): string | null {
  const references = details && childOf(details, 'Refs')
  return references ? readReference(textOf(references, 'AcctSvcrRef')) : null
}

/** The name that we gave, what it was for, and the other side: since version 8 the name of a person is one element deeper. */
function wordsOf(
  at: XmlElement,
  details: XmlElement | undefined,
  direction: MovementDirection,
): Pick<BankMovement, 'line' | 'name' | 'purpose' | 'party'> {
  const name = details ? textOf(childOf(details, 'Refs') ?? details, 'EndToEndId') : null
  const purposes = details ? childrenOf(childOf(details, 'RmtInf') ?? details, 'Ustrd').map(({ text }) => text.trim()) : []
  const side = details && elementAt(details, direction === 'in' ? 'RltdPties/Dbtr' : 'RltdPties/Cdtr')
  const party = side ? (textOf(side, 'Nm') ?? textOf(childOf(side, 'Pty') ?? side, 'Nm') ?? '') : ''
  return { line: lineOf(at), name: name === NO_NAME ? null : name, purpose: purposes.join(' '), party }
}

/** Opening balance and what was booked give the closing one; true where the file does not state both in one currency. */
function balancesAgree(statement: XmlElement, movements: readonly BankMovement[]): boolean {
  const [opening, closing] = [balanceOf(statement, 'OPBD'), balanceOf(statement, 'CLBD')]
  if (opening === null || closing === null || opening.currency !== closing.currency) return true
  if (movements.some(({ currency }) => currency !== opening.currency)) return true
  const change = movements.reduce((sum, { direction, amountTiyn }) => sum + (direction === 'in' ? amountTiyn : -amountTiyn), 0)
  return opening.tiyn + change === closing.tiyn
}

function balanceOf(statement: XmlElement, code: string): { readonly tiyn: number; readonly currency: string } | null {
  const balance = childrenOf(statement, 'Bal').find((each) => elementAt(each, 'Tp/CdOrPrtry/Cd')?.text.trim() === code)
  if (balance === undefined) return null
  const [sum, direction] = [childOf(balance, 'Amt'), directionOf(balance)]
  const currency = readCurrency(sum && attributeOf(sum, 'Ccy'))
  const found = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(textOf(balance, 'Amt') ?? '')
  if (found === null || direction === null || currency === null) return null
  const tiyn = Number(found[1]!) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return { tiyn: direction === 'in' ? tiyn : -tiyn, currency }
}
