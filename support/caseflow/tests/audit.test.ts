import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeCheckpoint } from '../checkpoint.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
let first: string
let second: string

beforeEach(async () => {
  town = await openKiteTown()
  first = await town.openCase()
  await town.accept(first)
  expect(await town.caseflow.checkpoint()).toBe(1)
  second = await town.openCase('reissue')
  await town.accept(second)
  expect(await town.caseflow.checkpoint()).toBe(2)
  expect(await town.caseflow.checkpoint()).toBeNull()
})
afterEach(() => town.close())

/** What someone with the database's own password could do. */
async function tamper(work: () => Promise<unknown>): Promise<void> {
  await town.sql`alter table town.event disable trigger event_is_append_only`
  await work()
  await town.sql`alter table town.event enable trigger event_is_append_only`
}

async function found(): Promise<readonly string[]> {
  const report = await town.caseflow.audit(town.outside)
  return report.faults.map(({ kind, caseId, sequence }) =>
    `${kind} ${caseId === null ? '' : caseId === first ? 'first' : 'second'} ${sequence}`.replace('  ', ' '),
  )
}

test('a sound record has no faults', async () => {
  expect(await town.caseflow.audit(town.outside)).toEqual({ kind: 'audit', cases: 2, events: 12, checkpoints: 2, faults: [] })
})

describe('tampering shows', () => {
  test('an event that was changed', async () => {
    await tamper(() => town.sql`update town.event set body = replace(body::text, '"J-1"', '"J-9"')::json where case_id = ${first}`)
    expect(await found()).toEqual(['event-changed first 4'])
  })

  test('an event that was removed from the middle', async () => {
    await tamper(() => town.sql`delete from town.event where case_id = ${first} and sequence = 2`)
    expect(await found()).toEqual(['event-missing first 2'])
  })

  test('a tail that was cut off', async () => {
    await tamper(() => town.sql`delete from town.event where case_id = ${first} and sequence = 6`)
    expect(await found()).toEqual(['tail-missing first 6', 'tail-missing first 6'])
  })

  test('a tail that was cut off with the row made to fit: the checkpoint remembers', async () => {
    await tamper(async () => {
      await town.sql`delete from town.event where case_id = ${first} and sequence > 3`
      await town.sql`update town.case_file set version = 3, head_hash = (select hash from town.event where case_id = ${first} and sequence = 3) where case_id = ${first}`
    })
    expect(await found()).toEqual(expect.arrayContaining(['tail-missing first 6']))
  })

  test('a case that was deleted whole: the checkpoint remembers', async () => {
    await tamper(async () => {
      await town.sql`delete from town.event where case_id = ${first}`
      await town.sql`delete from town.task where case_id = ${first}`
      await town.sql`delete from town.case_file where case_id = ${first}`
    })
    expect(await found()).toEqual(expect.arrayContaining(['row-unknown first null', 'case-missing first 6']))
  })

  test('a case whose row alone was deleted', async () => {
    await town.sql`delete from town.case_file where case_id = ${first}`
    expect(await found()).toEqual(expect.arrayContaining(['case-missing first null', 'case-missing first 6']))
  })

  test('a history that was written anew with right hashes: the checkpoint remembers the other one', async () => {
    await tamper(() => town.sql.unsafe(REWRITE.replaceAll('CASE', first)))
    expect(await found()).toEqual(expect.arrayContaining(['head-differs first 6']))
  })

  test('a row that says what no event says', async () => {
    await town.sql`update town.case_file set state = jsonb_set(state, '{journalNumber}', '"J-9"') where case_id = ${first}`
    expect(await found()).toEqual(['state-differs first 6'])
    await town.sql`update town.case_file set state = jsonb_set(state, '{journalNumber}', '"J-1"'), status = 'granted' where case_id = ${first}`
    expect(await found()).toEqual(['state-differs first 6'])
  })

  test('a work list that hides a task or gives it to another', async () => {
    await town.sql`update town.task set assignee = 'sam' where case_id = ${second}`
    expect(await found()).toEqual(['tasks-differ second 6'])
    await town.sql`delete from town.task where case_id = ${second}`
    expect(await found()).toEqual(['tasks-differ second 6'])
  })

  test('a checkpoint that was changed, with or without a new hash', async () => {
    await town.sql`update town.checkpoint set body = replace(body::text, '2025-03-03', '2025-03-04')::json where number = 2`
    expect(await found()).toEqual(['checkpoint-changed 2', 'outside-differs 2'])
    await town.sql`update town.checkpoint set sha256 = encode(sha256(convert_to(body::text, 'UTF8')), 'hex') where number = 2`
    expect(await found()).toEqual(['signature-wrong 2', 'outside-differs 2'])
  })

  test('checkpoints that were removed: the file outside has them', async () => {
    await town.sql`delete from town.checkpoint where number = 2`
    expect(await found()).toEqual(['checkpoint-missing 2'])
    await town.sql`delete from town.checkpoint`
    expect(await found()).toEqual(['checkpoint-missing 1', 'checkpoint-missing 2'])
  })
})

describe('the file outside', () => {
  type Kept = { body: { number: number; heads: [string, number, string][] }; signature: string }
  const outside = async (lines: readonly string[]) =>
    (await town.caseflow.audit(lines)).faults.map(({ kind, sequence, line }) => `${kind} no ${sequence} line ${line ?? '-'}`)
  const changed = (line: string, change: (kept: Kept) => void) => {
    const kept = JSON.parse(line) as Kept
    change(kept)
    return JSON.stringify(kept)
  }

  test('whose line was changed is named by its line, and accuses no case', async () => {
    const [one, two] = town.outside as [string, string]
    const forged = changed(two, ({ body }) => void (body.heads[0]![2] = 'f'.repeat(64)))
    expect(await outside([one, '', forged])).toEqual(['outside-signature-wrong no 2 line 3'])
    const invented = changed(two, ({ body }) => void (body.number = 9))
    expect(await outside([one, two, invented])).toEqual(['outside-signature-wrong no 9 line 3'])
    for (const signature of ['', 'not base64', (JSON.parse(one) as Kept).signature])
      expect(await outside([one, changed(two, (kept) => void (kept.signature = signature))])).toEqual([
        'outside-signature-wrong no 2 line 2',
      ])
  })

  test('that holds what is no checkpoint is told by line', async () => {
    const [one, two] = town.outside as [string, string]
    const bad = ['{', 'null', '[]', '{"body":{"number":1},"signature":""}', '{"body":{"number":"1","heads":[]},"signature":""}']
    expect(await outside([one, ...bad, two])).toEqual(bad.map((_, place) => `outside-unreadable no null line ${place + 2}`))
    expect(await outside([one, '{"body":{"number":1,"heads":[["a"]]},"signature":""}', two])).toEqual(['outside-unreadable no null line 2'])
  })

  test('cannot hide what a signed row saw', async () => {
    await tamper(async () => {
      await town.sql`delete from town.event where case_id = ${first}`
      await town.sql`delete from town.task where case_id = ${first}`
      await town.sql`delete from town.case_file where case_id = ${first}`
    })
    const silent = changed(town.outside[0]!, ({ body }) => void (body.heads = []))
    expect(await outside([silent, town.outside[1]!])).toEqual(
      expect.arrayContaining(['case-missing no 6 line -', 'outside-signature-wrong no 1 line 1']),
    )
  })
})

test('a crash between the row and the file outside is made good by the next run', async () => {
  await town.sql`update town.checkpoint set is_kept_outside = false where number = 2`
  await town.caseflow.checkpoint()
  expect(town.outside.length).toBe(3)
  expect((await town.caseflow.audit(town.outside)).faults).toEqual([])
})

test('no transaction waits for the signature; whoever takes the number meanwhile has it, and nothing is left out', async () => {
  await town.openCase()
  const seen: unknown[] = []
  const sign = async () => {
    seen.push(await town.caseflow.checkpoint())
    seen.push(await town.sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)
    return new Uint8Array(64)
  }
  expect(await takeCheckpoint(town.sql, 'town', { sign, append: async () => undefined })).toBeNull()
  expect(seen).toEqual([3, []])
  expect(await town.caseflow.checkpoint()).toBeNull()
  expect((await town.caseflow.audit(town.outside)).faults).toEqual([])
})

/** Changes one word of event 4 and computes every hash after it again, as a careful forger would. */
const REWRITE = `
do $$
declare
  head text := repeat('0', 64);
  r record;
begin
  for r in select sequence, replace(body::text, '"J-1"', '"J-9"') as text from town.event where case_id = 'CASE' order by sequence loop
    head := encode(sha256(convert_to('{"caseId":"CASE","event":' || r.text || ',"previousHash":"' || head || '","sequence":' || r.sequence || '}', 'UTF8')), 'hex');
    update town.event set body = r.text::json, hash = head where case_id = 'CASE' and sequence = r.sequence;
  end loop;
  update town.case_file set head_hash = head, state = jsonb_set(state, '{journalNumber}', '"J-9"') where case_id = 'CASE';
end $$`
