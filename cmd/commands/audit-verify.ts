import { exists } from '@ruqsat/installation'
import { pathToFileURL } from 'node:url'
import { type AuditFault, type AuditReport, auditVerify, DELIVERED_KEPT_MS } from '@ruqsat/caseflow'
import { type Database, openLegalClock } from '@ruqsat/database'
import { fillText, instantFromMs, type Language, type LocalText, msFromInstant } from '@ruqsat/foundation'
import { auditStamps, GATEWAY_SCHEMA, hasStamps, type StampAudit } from '@ruqsat/gateway'
import { daysIn, LICENSING_MIGRATIONS, openRegisterAudit } from '@ruqsat/licensing'
import { auditPayments, PAYMENTS_SCHEMA } from '@ruqsat/payments'
import { readTables } from '@ruqsat/regulations'
import { auditSecurity, SECURITY_SCHEMA } from '@ruqsat/security'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { keptOrders } from '@ruqsat/workstation/command'
import { checkpointFile, checkpointKeyFile, readKeptLines, readPublicKey, verifierOf } from './checkpoint-lines.ts'
import { filesIn } from '../house/stored-files.ts'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { folderOfCall } from './regulations.ts'
import { withTrustOn } from './own-trust.ts'
import { openWorkplace, withDatabase, type Workplace } from './workplace.ts'
import roomTexts from '../texts.yaml'

/** The system that hosts cases, by its schema. */
export const HOST = LICENSING_MIGRATIONS.schema

export const command: CliCommand = {
  purpose:
    'Prove the record: every hash, state, work list, paper, number, message and checkpoint is computed again from the events; every order by which one acted for another is looked up.',
  options: [
    {
      name: 'checkpoints',
      value: 'FILE',
      meaning: 'lines of checkpoints that were kept elsewhere; those of the state folder where absent',
    },
    { name: 'without-files', meaning: 'do not read the bytes of attached and signed files, in the database and outside' },
    { name: 'key', value: 'FILE', meaning: 'the public key of the checkpoints (PEM); that of the state folder where absent' },
    { ...LANGUAGE_OPTION, meaning: 'the language of the faults; that of LANG where absent' },
  ],
  exits: { 0: 'the record is whole', 1: 'something was changed, removed or added; each place is named' },
  notes: [
    'Works while everything runs. A copy of the lines and of the key on another machine is what makes a deleted case show: whoever can',
    'write to this one can write to both. docs/auditing.md does the same by hand.',
  ],
  async run(call) {
    const language = call.language()
    const workplace = await openWorkplace(call)
    const { state } = workplace
    const [keyPath, linesPath] = [call.text('key'), call.text('checkpoints')]
    if (linesPath !== undefined && !(await exists(linesPath))) throw new UsageError(`${linesPath} is not there`)
    const key = await readPublicKey(keyPath ?? checkpointKeyFile(state), keyPath !== undefined)
    const outside = await readKeptLines(linesPath ?? checkpointFile(state))
    if (key === null) call.warn('No public key of the checkpoints was found: their signatures are not judged.')
    const kept = { outside, isOutsideOwn: linesPath === undefined, ...(key !== null && { verify: verifierOf(key) }) }
    const report = await withDatabase(workplace, (database) => audited(call, workplace, database, kept), [
      HOST,
      WORKSTATION_SCHEMA.schema,
      PAYMENTS_SCHEMA.schema,
      SECURITY_SCHEMA.schema,
      GATEWAY_SCHEMA.schema,
    ])
    for (const line of reportLines(report, outside, language)) call.say(line)
    return report.faults.length === 0 ? EXIT.done : EXIT.refused
  },
}

type Kept = Pick<Parameters<typeof auditVerify>[0], 'outside' | 'isOutsideOwn' | 'verify'>

type Audited = AuditReport & { readonly files: ReturnType<ReturnType<typeof openRegisterAudit>['filesRead']>; readonly stamps: StampAudit }

const DAY_MS = 86_400_000

async function audited(call: Call, workplace: Workplace, database: Database, kept: Kept): Promise<Audited> {
  const { settings } = workplace
  const { sql } = database
  const { zones } = await readTables(pathToFileURL(`${folderOfCall(call)}/calendars/`))
  const clock = await openLegalClock(database, { mode: settings.mode })
  const host = openRegisterAudit({ sql, files: filesIn(settings), daysAt: daysIn(zones), isWithoutFiles: call.has('without-files') })
  const report = await auditVerify({
    ...kept,
    sql,
    schema: HOST,
    isKeptOrder: await keptOrders(sql),
    // Legal time never ran slower than the machine's: what is younger by it is younger by the clock that notices are kept by.
    noticesSince: instantFromMs(msFromInstant(await clock.now()) - DELIVERED_KEPT_MS + DAY_MS),
    host,
    sealed: async (seals) => [...(await auditPayments(sql, seals)), ...(await auditSecurity(sql, seals))],
  })
  const stamps = (await hasStamps(sql))
    ? await withTrustOn(workplace, database, { isOffline: true }, (trust) => auditStamps(sql, trust))
    : await auditStamps(sql, null)
  return { ...report, faults: [...report.faults, ...stamps.faults], files: host.filesRead(), stamps }
}

const WORDS = roomTexts.auditVerify satisfies Readonly<Record<string, Readonly<Record<string, LocalText>>>>

function reportLines(report: Audited, outside: readonly string[], language: Language): readonly string[] {
  const { page } = WORDS
  const { cases, events, checkpoints, faults } = report
  const kept = outside.filter((line) => line.trim() !== '').length
  const counted = [
    fillText(page.counted, { cases, events, checkpoints, kept })[language],
    ...(report.files === null ? [] : [fillText(page.files, { files: report.files.files, outside: report.files.outside })[language]]),
    ...(report.stamps.stamped + report.stamps.waiting === 0
      ? []
      : [fillText(page.stamps, { stamped: report.stamps.stamped, waiting: report.stamps.waiting })[language]]),
  ]
  if (faults.length === 0) return [...counted, page.whole[language]]
  return [...counted, ...faults.map((fault) => faultLine(fault, language)), fillText(page.notWhole, { count: faults.length })[language]]
}

/** The words of a kind of fault; every kind that a room reports has them. */
export function faultWords(kind: string): LocalText | null {
  const key = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return (WORDS.faults as Readonly<Record<string, LocalText>>)[key] ?? null
}

function faultLine({ kind, caseId, sequence, line, place, detail }: AuditFault, language: Language): string {
  const { page } = WORDS
  const named = [
    line === undefined ? null : fillText(page.line, { number: line })[language],
    caseId && fillText(page.case, { id: caseId })[language],
    sequence === null ? null : `no ${sequence}`,
    place ?? null,
  ].filter((part) => part !== null)
  const words = faultWords(kind)?.[language]
  return `  ${kind}${named.length === 0 ? '' : ` (${named.join(', ')})`}: ${words === undefined ? '' : `${words}. `}${detail}`
}
