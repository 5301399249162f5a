import { exists } from '@ruqsat/installation'
import { type AuditFault, type AuditReport, auditVerify as auditCases } from '@ruqsat/caseflow'
import { auditFiles, LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { keptOrders } from '@ruqsat/workstation/command'
import { checkpointFile, checkpointKeyFile, readKeptLines, readPublicKey, verifierOf } from './checkpoint-lines.ts'
import { filesIn } from '../house/stored-files.ts'
import { type Call, type CliCommand, EXIT, UsageError } from './command.ts'
import { openWorkplace, withDatabase, type Workplace } from './workplace.ts'

/** The system that hosts cases, by its schema. */
export const HOST = LICENSING_MIGRATIONS.schema

export const command: CliCommand = {
  purpose:
    'Prove the record: every hash, state, work list and checkpoint is computed again from the events, and every order by which one acted for another is looked up.',
  options: [
    {
      name: 'checkpoints',
      value: 'FILE',
      meaning: 'lines of checkpoints that were kept elsewhere; those of the state folder where absent',
    },
    {
      name: 'files',
      meaning: 'read every attached and signed file too, in the database and outside, and compare its bytes with its digest',
    },
    { name: 'key', value: 'FILE', meaning: 'the public key of the checkpoints (PEM); that of the state folder where absent' },
  ],
  exits: { 0: 'the record is whole', 1: 'something was changed, removed or added; each place is named' },
  notes: [
    'Works while everything runs. A copy of the lines and of the key on another machine is what makes a deleted case show: whoever can',
    'write to this one can write to both. docs/auditing.md does the same by hand.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    const { state } = workplace
    const [keyPath, linesPath] = [call.text('key'), call.text('checkpoints')]
    if (linesPath !== undefined && !(await exists(linesPath))) throw new UsageError(`${linesPath} is not there`)
    const key = await readPublicKey(keyPath ?? checkpointKeyFile(state), keyPath !== undefined)
    const outside = await readKeptLines(linesPath ?? checkpointFile(state))
    if (key === null) call.warn('No public key of the checkpoints was found: their signatures are not judged.')
    const verify = key === null ? {} : { verify: verifierOf(key) }
    const report = await withDatabase(
      workplace,
      async ({ sql }) => auditCases({ sql, schema: HOST, outside, ...verify, isKeptOrder: await keptOrders(sql) }),
      [HOST, WORKSTATION_SCHEMA.schema],
    )
    for (const line of reportLines(report, outside)) call.say(line)
    const stored = call.has('files') ? await fileFaults(call, workplace) : 0
    return report.faults.length + stored === 0 ? EXIT.done : EXIT.refused
  },
}

async function fileFaults(call: Call, workplace: Workplace): Promise<number> {
  const files = filesIn(workplace.settings)
  const audit = await withDatabase(workplace, ({ sql }) => auditFiles({ sql, files }), [HOST])
  call.say(`${audit.files} files, ${audit.outside} of them outside the database`)
  for (const { kind, sha256, detail } of audit.faults) call.say(`  ${kind} (${sha256}): ${detail}`)
  call.say(audit.faults.length === 0 ? 'FILES WHOLE' : `FILES NOT WHOLE: ${audit.faults.length}`)
  return audit.faults.length
}

function reportLines(report: AuditReport, outside: readonly string[]): readonly string[] {
  const { cases, events, checkpoints, faults } = report
  const kept = outside.filter((line) => line.trim() !== '').length
  const counted = `${cases} cases, ${events} events, ${checkpoints} checkpoints; ${kept} checkpoints outside the database`
  return faults.length === 0
    ? [counted, 'WHOLE']
    : [counted, ...faults.map(faultLine), `NOT WHOLE: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`]
}

function faultLine({ kind, caseId, sequence, line, detail }: AuditFault): string {
  const named = [line === undefined ? null : `line ${line}`, caseId && `case ${caseId}`, sequence === null ? null : `no ${sequence}`]
  const place = named.filter((part) => part !== null)
  return `  ${kind}${place.length === 0 ? '' : ` (${place.join(', ')})`}: ${detail}`
}
