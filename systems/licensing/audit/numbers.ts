// Numbers: what the register says of each is what the signed papers of its cases did to it, line by line; serials and counters were given once.
import { microseconds, UNSIGNED_SHA256, type SoundCase } from '@ruqsat/caseflow'
import type { Sql } from '@ruqsat/database'
import type { EventOf, RegisterChange } from '@ruqsat/engine'
import { canonicalJson, licenceNumber, type Instant, type Json, type LocalDate } from '@ruqsat/foundation'
import { CHANGE_OF } from '../core/register-change.ts'
import { STATUS_AFTER } from '../core/transitions.ts'
import {
  countersToAudit,
  historyOfCases,
  licencesToAudit,
  numbersKept,
  seriesToAudit,
  serialsToAudit,
  type AuditHistory,
  type AuditLicence,
  type AuditSerial,
  type LicenceLine,
} from '../store/audit-rows.ts'
import type { RegisterFault, RegisterFaultKind } from './model.ts'

const PAGE_SIZE = 200

/** Numbers that cases took from a counter of their authority. */
export type NumbersTaken = Map<string, { count: number; highest: number }>

/** The lines that the papers of these cases put into the register, and their serials. */
export async function auditNumbers(sql: Sql, cases: readonly SoundCase[], taken: NumbersTaken): Promise<readonly RegisterFault[]> {
  const ids = cases.map(({ caseId }) => caseId)
  const [history, serials] = [await historyOfCases(sql, ids), await serialsToAudit(sql, ids)]
  const signed = cases.flatMap((each) => signedResults(each))
  const known = await numbersKept(
    sql,
    signed.flatMap(({ change, authority }) => (change === null || change.earlier === null ? [] : [{ authority, number: change.earlier }])),
  )
  const [lines, rows] = [Map.groupBy(history, ({ caseId }) => caseId), Map.groupBy(serials, ({ caseId }) => caseId)]
  const results = Map.groupBy(signed, ({ caseId }) => caseId)
  return cases.flatMap((each) => {
    count(each, taken)
    const own = results.get(each.caseId) ?? []
    const expected = own.flatMap((result) => linesOf(result, known))
    return [...lineFaults(each, expected, lines.get(each.caseId) ?? []), ...serialFaults(each, expected, rows.get(each.caseId) ?? [])]
  })
}

type SignedResult = {
  readonly authority: string
  readonly caseId: string
  readonly sequence: number
  readonly event: EventOf<'resultSigned'>
  readonly change: RegisterChange | null
  readonly editionHash: string
  readonly variant: string
}

function signedResults({ authority, caseId, events, states }: SoundCase): readonly SignedResult[] {
  const { editionHash, variant, signatureSha256 } = states.at(-1)!.opening!
  // The register has nothing of a population.
  if (signatureSha256 === UNSIGNED_SHA256) return []
  return events.flatMap((event, place) => {
    if (event.kind !== 'resultSigned' || event.decision !== 'grant') return []
    const next = events[place + 1]
    const change = next?.kind === 'registerChanged' ? next.change : null
    return [{ authority, caseId, sequence: place + 1, event, change, editionHash, variant }]
  })
}

type ExpectedLine = AuditHistory & { readonly sequence: number }

/** What a signed paper does to the register: a number of its own, and what becomes of the one that it acts on. */
function linesOf(
  { authority, sequence, event, change, editionHash, variant }: SignedResult,
  known: ReadonlySet<string>,
): readonly ExpectedLine[] {
  const { number } = event
  const named = change?.earlier ?? null
  const earlier = named !== null && known.has(`${authority} ${named}`) ? named : null
  const line = {
    authority,
    sequence,
    at: microseconds(event.at),
    actorId: event.actor.id,
    reason: null,
    editionHash,
    variant,
    documentId: event.document.documentId,
    until: change?.until ?? null,
  }
  return [
    ...(number === null || number === earlier ? [] : [{ ...line, number, kind: CHANGE_OF.issues, otherNumber: change?.earlier ?? null }]),
    ...(earlier === null || change === null
      ? []
      : [{ ...line, number: earlier, kind: CHANGE_OF[change.does], otherNumber: number === earlier ? null : number }]),
  ]
}

function lineFaults({ caseId }: SoundCase, expected: readonly ExpectedLine[], found: readonly AuditHistory[]): readonly RegisterFault[] {
  const textOf = ({ authority, number, kind, at, actorId, reason, editionHash, variant, documentId, otherNumber, until }: AuditHistory) =>
    canonicalJson({ authority, number, kind, at, actorId, reason, editionHash, variant, documentId, otherNumber, until } as unknown as Json)
  const [wanted, kept] = [expected.map(textOf), found.map(textOf)]
  const faults = expected.flatMap((line, place): RegisterFault[] => {
    if (kept.includes(wanted[place]!)) return []
    const isGone = found.every(({ number, documentId }) => number !== line.number || documentId !== line.documentId)
    const kind = isGone && line.kind === 'issued' ? 'licence-missing' : 'history-differs'
    return [
      { kind, caseId, sequence: line.sequence, place: `licence_history ${line.number}`, detail: `Expected the line ${wanted[place]!}` },
    ]
  })
  const extra = found.flatMap((line, place): RegisterFault[] =>
    wanted.includes(kept[place]!)
      ? []
      : [
          {
            kind: 'history-differs',
            caseId,
            sequence: null,
            place: `licence_history ${line.number}`,
            detail: `No signed paper made the line ${kept[place]!}`,
          },
        ],
  )
  return [...faults, ...extra]
}

/** A serial is reserved while a paper is prepared, used by its signature, and void where the case says so. */
function serialFaults(
  { caseId, events, states }: SoundCase,
  expected: readonly ExpectedLine[],
  rows: readonly AuditSerial[],
): readonly RegisterFault[] {
  const used = new Set(expected.filter(({ kind }) => kind === 'issued').map(({ number }) => number))
  const voided = new Set(events.flatMap((event) => (event.kind === 'numberVoided' ? [event.number] : [])))
  const isWithdrawn = states.at(-1)!.status === 'withdrawn'
  const fault = (number: string, detail: string): RegisterFault => ({
    kind: 'serial-differs',
    caseId,
    sequence: null,
    place: `licence_serial ${number}`,
    detail,
  })
  const numbers = new Map(rows.map((row) => [licenceNumber(row.letters, row.serial), row.status]))
  const missing = [...used, ...voided].filter((number) => /^KZ\d{2}[A-Z]{3}\d{8}$/.test(number) && !numbers.has(number))
  return [
    ...missing.map((number) => fault(number, 'The number was given or made void, and its serial is gone')),
    ...[...numbers].flatMap(([number, status]) => {
      const mayBe = used.has(number) ? status === 'issued' : voided.has(number) || isWithdrawn ? status === 'voided' : status === 'reserved'
      return mayBe ? [] : [fault(number, `The events of the case do not make it ${status}`)]
    }),
  ]
}

/** Requests and entries of the journal take their numbers one after the other. */
function count({ authority, events, states }: SoundCase, taken: NumbersTaken): void {
  const request = /-(\d{4})-(\d+)$/.exec(states.at(-1)!.opening!.requestNumber)
  if (request !== null) take(taken, `${authority} request-${request[1]}`, Number(request[2]))
  for (const event of events) {
    const entry = event.kind === 'entered' ? /^(\d{4})\/(\d+)$/.exec(event.journalNumber) : null
    if (entry !== null) take(taken, `${authority} journal-${entry[1]}`, Number(entry[2]))
  }
}

function take(taken: NumbersTaken, key: string, number: number): void {
  const { count: before, highest } = taken.get(key) ?? { count: 0, highest: 0 }
  taken.set(key, { count: before + 1, highest: Math.max(highest, number) })
}

export async function auditCounters(sql: Sql, taken: NumbersTaken): Promise<readonly RegisterFault[]> {
  const fault = (place: string, detail: string): RegisterFault => ({ kind: 'counter-differs', caseId: null, sequence: null, place, detail })
  const values = new Map((await countersToAudit(sql)).map(({ authority, name, value }) => [`${authority} ${name}`, value]))
  const keys = [...new Set([...values.keys(), ...taken.keys()])].filter((key) => / (?:request|journal)-\d{4}$/.test(key)).sort()
  const counters = keys.flatMap((key) => {
    const [value, { count: given, highest }] = [values.get(key) ?? 0, taken.get(key) ?? { count: 0, highest: 0 }]
    return value === highest && value === given
      ? []
      : [fault(`counter ${key}`, `It says ${value}; ${given} numbers were given, the last is ${highest}`)]
  })
  const series = (await seriesToAudit(sql)).flatMap(({ letters, lastSerial, highest, serials }) =>
    lastSerial === highest && highest === serials
      ? []
      : [fault(`licence_series ${letters}`, `It says ${lastSerial ?? 'nothing'}; ${serials} serials are kept, the last is ${highest}`)],
  )
  return [...counters, ...series]
}

/** `daysAt`: which days it is at an instant where authorities are. */
export type RegisterDays = { readonly daysAt: (at: Instant) => readonly LocalDate[] }

/** Each row of the register is what the lines of its history make of it; the lines are judged with the cases that made them. */
export async function auditLicences(sql: Sql, days: RegisterDays): Promise<readonly RegisterFault[]> {
  const faults: RegisterFault[] = []
  let after = ''
  for (;;) {
    const page = await licencesToAudit(sql, after, PAGE_SIZE)
    if (page.length === 0) return faults
    faults.push(...page.flatMap((licence) => licenceFaults(licence, days)))
    after = page.at(-1)!.number
  }
}

function licenceFaults(licence: AuditLicence, days: RegisterDays): readonly RegisterFault[] {
  const { history, number } = licence
  const fault = (kind: RegisterFaultKind, detail: string): readonly RegisterFault[] => [
    { kind, caseId: licence.caseId, sequence: null, place: `licence ${number}`, detail },
  ]
  const [first] = history
  if (first === undefined || first.kind !== 'issued' || first.caseId === null || first.signedSha256 === null)
    return fault('licence-unknown', 'No signed paper gave this number')
  if (history.some(({ sequence }, place) => sequence !== place + 1))
    return fault('history-differs', 'Lines of its history are missing or out of order')
  const expected = rowOf(history as readonly [LicenceLine, ...LicenceLine[]], days, licence)
  const wrong = (Object.keys(expected) as (keyof typeof expected)[]).filter((key) => licence[key] !== expected[key])
  return wrong.length === 0 ? [] : fault('licence-differs', `Differs in ${wrong.join(', ')}`)
}

type ExpectedRow = Omit<AuditLicence, 'authority' | 'number' | 'history'>

function rowOf(history: readonly [LicenceLine, ...LicenceLine[]], { daysAt }: RegisterDays, found: AuditLicence): ExpectedRow {
  const [first, ...later] = history
  const day = dayOf(first.at, daysAt, found.issuedOn)
  const start: ExpectedRow = {
    caseId: first.caseId!,
    editionHash: first.editionHash,
    variant: first.variant,
    issuedOn: day,
    documentId: first.documentId,
    documentSha256: first.signedSha256!,
    holderRef: holderAfter(first, first.applicantRef!, found),
    status: 'active',
    statusSince: first.at,
    validFrom: first.from ?? day,
    validUntil: first.until,
    suspendedUntil: null,
  }
  return later.reduce((row, line) => {
    const status = statusAfter(line, row.status)
    const isOnPaper = line.paperNumber === found.number
    return {
      ...row,
      status,
      statusSince: status === row.status ? row.statusSince : line.at,
      validUntil: line.kind === 'extended' ? line.until : row.validUntil,
      suspendedUntil: line.kind === 'suspended' ? line.until : line.kind === 'corrected' ? row.suspendedUntil : null,
      ...(isOnPaper && { documentId: line.documentId, documentSha256: line.signedSha256! }),
      // A number of its own in place of this one has its own holder.
      ...((isOnPaper || line.paperNumber === null) && { holderRef: holderAfter(line, row.holderRef, found) }),
    }
  }, start)
}

/** Events of earlier releases do not say whose data are stated from then on: those that the row names are taken, where the paper corrects them. */
function holderAfter({ holderRef, isHolderRighted }: LicenceLine, before: string, found: AuditLicence): string {
  return holderRef ?? (isHolderRighted && found.holderRef !== before ? found.holderRef : before)
}

function statusAfter({ kind }: LicenceLine, before: string): string {
  const does = (Object.keys(CHANGE_OF) as (keyof typeof CHANGE_OF)[]).find((each) => CHANGE_OF[each] === kind)
  return does === undefined || does === 'issues' ? before : (STATUS_AFTER[does] ?? before)
}

/** Near midnight it is the day of one zone here and the next one there: of those it may be either. */
function dayOf(at: string, daysAt: RegisterDays['daysAt'], found: LocalDate): LocalDate {
  const days = daysAt(at.replace(/\d{3}Z$/, 'Z') as Instant)
  return days.find((day) => day === found) ?? days[0]!
}
