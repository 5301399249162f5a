import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type AuditFault, type AuditReport, auditVerify as auditCases } from '@ruqsat/caseflow'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { checkpointKeyFile, checkpointLines, readCheckpointLines, verifierOf } from '../checkpoints.ts'
import { type Call, type Command, EXIT, noWords, UsageError } from './command.ts'
import { openInstallation, requireSchema, withDatabase } from './installation.ts'
import { exists, shown } from './regulations.ts'

/** The systems that host cases, by their schema. */
export const HOSTS: readonly string[] = [LICENSING_MIGRATIONS.schema]

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Prove the record: every hash, state, work list and checkpoint is computed again from the events.',
  usage: '[--checkpoints FILE] [--key FILE]',
  options: [
    {
      name: 'checkpoints',
      value: 'FILE',
      meaning: 'lines of checkpoints that were kept elsewhere; those of the state folder where absent',
    },
    { name: 'key', value: 'FILE', meaning: 'the public key of the checkpoints (PEM); that of the state folder where absent' },
  ],
  exits: { 0: 'the record is whole', 1: 'something was changed, removed or added; each place is named' },
  notes: [
    'Works while everything runs. A copy of the lines and of the key on another machine is what makes a deleted case show: whoever can',
    'write to this one can write to both. docs/auditing.md does the same by hand.',
  ],
  async run(call) {
    noWords(call)
    const installation = await openInstallation(call)
    const { state } = installation
    const key = await keyOf(call.text('key') ?? checkpointKeyFile(state), call.text('key') !== undefined)
    if (key === null) call.warn('No public key of the checkpoints was found: their signatures are not judged.')
    let code: number = EXIT.done
    await withDatabase(installation, async ({ sql }) => {
      for (const schema of HOSTS) {
        await requireSchema(sql, schema)
        const outside = await linesOf(call, checkpointLines(state, schema))
        const report = await auditCases({ sql, schema, outside, ...(key !== null && { verify: verifierOf(key) }) })
        for (const line of reportLines(schema, report, outside.length)) call.say(line)
        if (report.faults.length > 0) code = EXIT.refused
      }
    })
    return code
  },
}

async function keyOf(path: string, isDemanded: boolean): Promise<KeyObject | null> {
  if (!isDemanded && !(await exists(path))) return null
  try {
    return createPublicKey(await readFile(path))
  } catch (error) {
    throw new UsageError(`${shown(path)} is no public key in PEM`, { cause: error })
  }
}

async function linesOf(call: Call, own: string): Promise<readonly string[]> {
  const given = call.text('checkpoints')
  if (given !== undefined && !(await exists(given))) throw new UsageError(`${given} is not there`)
  return readCheckpointLines(given ?? own)
}

function reportLines(schema: string, report: AuditReport, outside: number): readonly string[] {
  const counted = `${schema}: ${report.cases} cases, ${report.events} events, ${report.checkpoints} checkpoints, ${outside} of them outside too`
  if (report.faults.length === 0) return [counted, `${schema}: whole`]
  return [counted, ...report.faults.map(faultLine), `${schema}: ${report.faults.length} ${report.faults.length === 1 ? 'fault' : 'faults'}`]
}

function faultLine({ kind, caseId, sequence, detail }: AuditFault): string {
  const place = [caseId === null ? null : `case ${caseId}`, sequence === null ? null : `no ${sequence}`].filter((part) => part !== null)
  return `  ${kind}${place.length === 0 ? '' : ` (${place.join(', ')})`}: ${detail}`
}
