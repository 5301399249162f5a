import { exists } from '@ruqsat/installation'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Sql } from '@ruqsat/database'
import { type CliCommand, EXIT, onlyWord, refuse, UsageError } from './command.ts'
import { HOST } from './audit-verify.ts'
import { openWorkplace, withDatabase } from './workplace.ts'
import { shown } from './regulations.ts'

/** What the first event names as its predecessor. */
const GENESIS = '0'.repeat(64)

export const command: CliCommand = {
  purpose: 'Write the events of one case as lines that anyone can hash again without us.',
  usage: '<case|request number>',
  options: [{ name: 'out', value: 'FILE', meaning: 'the file to write; the terminal where absent' }],
  exits: { 0: 'written', 1: 'there is no such case' },
  notes: [
    'Each line is {"hash":…,"sealed":…}: hash is the SHA-256 of the text sealed, letter by letter. docs/auditing.md shows how to check it.',
  ],
  async run(call) {
    const name = onlyWord(call, 'case or request number')
    const out = call.text('out')
    if (out !== undefined && (await exists(out))) throw new UsageError(`${out} is there already`)
    const lines = await withDatabase(await openWorkplace(call), ({ sql }) => sealedLines(sql, HOST, name), [HOST])
    if (lines.length === 0) return refuse(call, `No case has the id or the request number '${name}'.`)
    if (out === undefined) for (const line of lines) call.say(line)
    else {
      await writeFile(resolve(out), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 })
      call.say(`${shown(resolve(out))}: ${lines.length} events`)
    }
    return EXIT.done
  },
}

/** The very bytes that each hash is of: the body is kept in the table letter by letter (RFC 8785), so that it is only put in its place. */
async function sealedLines(sql: Sql, schema: string, name: string): Promise<readonly string[]> {
  const rows = await sql<{ caseId: string; sequence: number; body: string; hash: string }[]>`
    select e.case_id as "caseId", e.sequence, e.body::text as body, e.hash
    from ${sql(schema)}.event e join ${sql(schema)}.case_file c on c.authority = e.authority and c.case_id = e.case_id
    where c.case_id = ${name} or c.request_number = ${name} order by e.case_id, e.sequence`
  return rows.map(({ caseId, sequence, body, hash }, place) => {
    const previousHash = rows[place - 1]?.caseId === caseId ? rows[place - 1]!.hash : GENESIS
    const sealed = `{"caseId":${JSON.stringify(caseId)},"event":${body},"previousHash":"${previousHash}","sequence":${sequence}}`
    return JSON.stringify({ hash, sealed })
  })
}
