import { mkdir, rename, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { escapeXml, type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { TWIN_BANKS, type TwinBank } from '../core/cards.ts'
import { listBetween, listRefundsBetween } from '../store/rows.ts'
import type { BankWork } from './deps.ts'

// What the banks of the republic booked, as files: Дала банкі by the house's CSV, Тау банкі by camt.053.001.08 of ISO 20022. Written from
// payments' README alone.

/** A file as a bank gives it. */
export type TwinStatement = { readonly fileName: string; readonly text: string }

type Booked = {
  readonly reference: string
  readonly isOut: boolean
  readonly amountTiyn: number
  readonly at: Instant
  readonly name: string | null
  readonly purpose: string
  readonly party: string
}

const ASTANA_MS = 5 * 3_600_000
const DAY_MS = 24 * 3_600_000
const BEGINNING = '2000-01-01T00:00:00.000Z'

const local = (at: Instant): string => `${instantFromMs(msFromInstant(at) + ASTANA_MS).slice(0, 19)}+05:00`
const tenge = (amountTiyn: number): string => (amountTiyn / 100).toFixed(2)

/** What a bank booked from `from` (included) to `to` (excluded). */
export async function statementFile(work: BankWork, bank: TwinBank, from: Instant, to: Instant): Promise<TwinStatement> {
  const booked = await bookedBetween(work, bank, from, to)
  const stem = `${bank}-${local(from).slice(0, 10)}-${local(to).slice(0, 19).replaceAll(':', '')}`
  if (bank === 'dala') return { fileName: `${stem}.csv`, text: csvOf(bank, from, to, booked) }
  const before = await bookedBetween(work, bank, BEGINNING, from)
  return { fileName: `${stem}.xml`, text: camtOf(bank, { from, to, booked, openingTiyn: before.reduce(signed, 0) }) }
}

async function bookedBetween(work: BankWork, bank: TwinBank, from: Instant, to: Instant): Promise<readonly Booked[]> {
  const { sql } = work.database
  const [payments, refunds] = [await listBetween(sql, bank, from, to), await listRefundsBetween(sql, bank, from, to)]
  const came = payments.map(({ reference, amountTiyn, statedAt, merchantReference, purpose = '', payer = '' }): Booked => {
    return { reference: reference!, isOut: false, amountTiyn, at: statedAt, name: merchantReference, purpose, party: payer }
  })
  const went = refunds.map(({ reference, amountTiyn, statedAt, refundReference, paymentReference }): Booked => {
    return { reference: reference!, isOut: true, amountTiyn, at: statedAt, name: refundReference, purpose: paymentReference, party: '' }
  })
  return [...came, ...went].toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

const signed = (sum: number, { isOut, amountTiyn }: Booked): number => sum + (isOut ? -amountTiyn : amountTiyn)

function csvOf(bank: TwinBank, from: Instant, to: Instant, booked: readonly Booked[]): string {
  const rows = [
    ['statement', bank, local(from), local(to), String(booked.length)],
    ['reference', 'direction', 'amount', 'currency', 'booked', 'name', 'purpose', 'party'],
    ...booked.map(({ reference, isOut, amountTiyn, at, name, purpose, party }) => {
      return [reference, isOut ? 'out' : 'in', tenge(amountTiyn), 'KZT', local(at), name ?? '', purpose, party]
    }),
  ]
  return rows.map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')}\r\n`).join('')
}

type CamtOf = { readonly from: Instant; readonly to: Instant; readonly booked: readonly Booked[]; readonly openingTiyn: number }

function camtOf(bank: TwinBank, { from, to, booked, openingTiyn }: CamtOf): string {
  const id = `${bank.toUpperCase()}-${local(to)
    .slice(0, 19)
    .replaceAll(/[^0-9]/g, '')}`
  const closingTiyn = booked.reduce(signed, openingTiyn)
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>${id}</MsgId><CreDtTm>${local(to)}</CreDtTm></GrpHdr>
    <Stmt>
      <Id>${id}</Id>
      <CreDtTm>${local(to)}</CreDtTm>
      <FrToDt><FrDtTm>${local(from)}</FrDtTm><ToDtTm>${local(to)}</ToDtTm></FrToDt>
      <Acct><Id><Othr><Id>SANDBOX-${bank.toUpperCase()}</Id></Othr></Id><Ccy>KZT</Ccy></Acct>
      ${balanceOf('OPBD', openingTiyn, from)}
      ${balanceOf('CLBD', closingTiyn, to)}
      <TxsSummry><TtlNtries><NbOfNtries>${booked.length}</NbOfNtries></TtlNtries></TxsSummry>
${booked.map(entryOf).join('')}    </Stmt>
  </BkToCstmrStmt>
</Document>
`
}

function balanceOf(code: string, tiyn: number, at: Instant): string {
  const sum = `<Amt Ccy="KZT">${tenge(Math.abs(tiyn))}</Amt><CdtDbtInd>${tiyn < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${sum}<Dt><Dt>${local(at).slice(0, 10)}</Dt></Dt></Bal>`
}

/** Names of the format have 35 characters at most: a UUID leaves its hyphens at home. */
function shortName(name: string | null): string {
  const [, uuid = '', tail = ''] = /^([0-9a-f-]{36})(-\d+)?$/.exec(name ?? '') ?? []
  const short = `${uuid.replaceAll('-', '')}${tail}`
  return short !== '' && short.length <= 35 ? short : 'NOTPROVIDED'
}

function entryOf({ reference, isOut, amountTiyn, at, name, purpose, party }: Booked): string {
  const side = isOut ? 'Cdtr' : 'Dbtr'
  const parties = party === '' ? '' : `<RltdPties><${side}><Pty><Nm>${escapeXml(party.slice(0, 140))}</Nm></Pty></${side}></RltdPties>`
  const words = purpose === '' ? '' : `<RmtInf><Ustrd>${escapeXml(purpose.slice(0, 140))}</Ustrd></RmtInf>`
  return `      <Ntry>
        <Amt Ccy="KZT">${tenge(amountTiyn)}</Amt><CdtDbtInd>${isOut ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><DtTm>${local(at)}</DtTm></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>
        <BkTxCd><Prtry><Cd>${isOut ? 'REVERSAL' : 'CHARGE'}</Cd></Prtry></BkTxCd>
        <NtryDtls><TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef><EndToEndId>${shortName(name)}</EndToEndId></Refs>${parties}${words}</TxDtls></NtryDtls>
      </Ntry>
`
}

/** Where the banks leave their statements. */
export type StatementFolders = Readonly<Record<TwinBank, string>>

/** Leaves the file of a period, whole or not at all, where it is not there yet. */
export async function leaveStatement(work: BankWork, bank: TwinBank, folder: string, period: readonly [Instant, Instant]): Promise<void> {
  const { fileName, text } = await statementFile(work, bank, ...period)
  const path = join(folder, fileName)
  if (existsSync(path)) return
  await mkdir(folder, { recursive: true })
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}

/** The beginning of the day, by the country's clock. */
function dayOf(ms: number): number {
  return Math.floor((ms + ASTANA_MS) / DAY_MS) * DAY_MS - ASTANA_MS
}

/** Yesterday's statement of each bank that is not down, once it is over. */
export async function leaveYesterday(work: BankWork, folders: StatementFolders): Promise<void> {
  const today = dayOf(work.technicalClock.ms())
  for (const bank of TWIN_BANKS)
    if ((await work.mode(bank)) !== 'down')
      await leaveStatement(work, bank, folders[bank], [instantFromMs(today - DAY_MS), instantFromMs(today)])
}

/** What was booked today until now: for whoever does not want to wait for the night. */
export async function leaveToday(work: BankWork, folders: StatementFolders): Promise<void> {
  const now = work.technicalClock.ms()
  // To the second, as the file names it; what comes within this second is in the next file.
  const until = instantFromMs(Math.floor(now / 1000) * 1000)
  for (const bank of TWIN_BANKS) await leaveStatement(work, bank, folders[bank], [instantFromMs(dayOf(now)), until])
}
