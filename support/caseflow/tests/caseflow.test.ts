import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Fault, instantFromMs, isRefusal, msFromInstant } from '@ruqsat/foundation'
import { KITE_APPLICANT, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { applyAll, emptyCase } from '@ruqsat/engine'
import { migrateCaseflow, numberMarker } from '../index.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeAll(async () => {
  town = await openKiteTown()
})
afterAll(() => town.close())

describe('a step', () => {
  test('is durable with its events, row, task, timer and notice, and can be replayed', async () => {
    const caseId = await town.openCase()
    await town.accept(caseId)
    const events = await town.caseflow.events({ authority: 'kite-office', caseId })
    expect(events.map(({ kind }) => kind)).toEqual([
      'caseOpened',
      'viewStepReached',
      'taskStarted',
      'entered',
      'taskCompleted',
      'taskStarted',
    ])
    const seen = await town.caseflow.read(caseId)
    expect(applyAll(emptyCase, events)).toEqual(seen!.state)
    const [row] =
      await town.sql`select version, status, request_number, fixed || state as state from town.case_file where case_id = ${caseId}`
    expect(row).toMatchObject({ version: 6, status: 'open', request_number: 'KO-2025-000001', state: seen!.state })
    expect(await town.sql`select role, step_id from town.task where case_id = ${caseId}`).toMatchObject([{ role: 'head', step_id: 'L2' }])
    expect(await town.sql`select task_id from town.timer where case_id = ${caseId}`).toMatchObject([{ task_id: seen!.state.tasks[0]!.id }])
    expect(
      (await town.sql`select payload->'notice'->>'kind' as kind from town.outbox where case_id = ${caseId} order by idempotency_key`).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['requestRegistered', 'stageReached'])
  })

  test('that is refused writes nothing', async () => {
    const caseId = await town.openCase()
    const answer = await town.give(caseId, { kind: 'accept', taskId: await town.taskOf(caseId), journalNumber: 'J' }, KITE_STAFF.officer)
    expect(isRefusal(answer) && answer.code).toBe('not-your-role')
    expect((await town.caseflow.events({ authority: 'kite-office', caseId })).length).toBe(3)
  })

  test('on a case that is not there is refused; an edition that is not there is a fault', async () => {
    const answer = await town.give(randomUUID(), { kind: 'handOver', taskId: 'x' }, KITE_STAFF.clerk)
    expect(isRefusal(answer) && answer.code).toBe('case-unknown')
    expect(await town.caseflow.read(randomUUID())).toBeNull()
    const caseId = randomUUID()
    await expect(
      town.give(caseId, { kind: 'open', opening: kiteOpening({ caseId, editionHash: 'f'.repeat(64) }) }, KITE_APPLICANT),
    ).rejects.toThrow('does not have it')
  })

  test('numbers are taken in the commit, without gaps, and stand in events, state and answer alike', async () => {
    const opened = async () => {
      const caseId = randomUUID()
      const marker = numberMarker()
      const answer = await town.caseflow.step({
        caseId,
        actor: KITE_APPLICANT,
        plan: () => ({
          command: { kind: 'open', opening: kiteOpening({ caseId, requestNumber: marker }) },
          numbers: [{ marker, counter: 'request-2025', prefix: 'KO-2025-', width: 6 }],
        }),
      })
      if (isRefusal(answer)) throw new Error(answer.code)
      const [row] =
        await town.sql`select request_number, fixed->'opening'->>'requestNumber' as inside from town.case_file where case_id = ${caseId}`
      const events = await town.caseflow.events({ authority: 'kite-office', caseId })
      expect(events[0]).toMatchObject({ opening: { requestNumber: answer.state.opening!.requestNumber } })
      expect(row).toEqual({ request_number: answer.state.opening!.requestNumber, inside: answer.state.opening!.requestNumber })
      expect((await town.caseflow.read(caseId))!.state).toEqual(answer.state)
      return answer.state.opening!.requestNumber
    }
    const numbers = await Promise.all(Array.from({ length: 8 }, opened))
    expect(numbers.sort()).toEqual(Array.from({ length: 8 }, (_, place) => `KO-2025-00000${place + 1}`))
  })
})

describe('a race', () => {
  test('of two officials on one task: one wins, the other is told by whom', async () => {
    for (let round = 0; round < 5; round += 1) {
      const caseId = await town.openCase()
      const taskId = await town.taskOf(caseId)
      const answers = await Promise.all(
        [KITE_STAFF.clerk, KITE_STAFF.clerk2].map((actor) => town.give(caseId, { kind: 'accept', taskId, journalNumber: actor.id }, actor)),
      )
      const won = answers.filter((answer) => !isRefusal(answer))
      const lost = answers.filter(isRefusal)
      expect([won.length, lost.length]).toEqual([1, 1])
      const winner = (await town.caseflow.events({ authority: 'kite-office', caseId })).find(({ kind }) => kind === 'entered')!.actor
      expect(lost[0]).toMatchObject({ code: 'task-done', facts: { by: { kind: 'official', id: winner.id } } })
    }
  })

  test('of ten registrations of one request: one case, one number', async () => {
    const caseId = randomUUID()
    const marker = () => {
      const number = numberMarker()
      return {
        command: { kind: 'open', opening: kiteOpening({ caseId, requestNumber: number }) } as const,
        numbers: [{ marker: number, counter: 'race', prefix: '', width: 1 }],
      }
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => town.caseflow.step({ caseId, actor: KITE_APPLICANT, plan: marker })))
    expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(1)
    expect(await town.sql`select value from town.counter where name = 'race'`).toMatchObject([{ value: 1 }])
  })

  test('is bounded: a store that always loses ends in a fault that may be tried later', async () => {
    const losing = await openKiteTown()
    try {
      losing.store.commit = async () => ({ kind: 'conflict', clock: { now: await losing.legalClock.now(), offsetMs: 0 } })
      await expect(losing.openCase()).rejects.toMatchObject({ retry: 'later' })
    } finally {
      await losing.close()
    }
  })
})

const soon = async () => instantFromMs(msFromInstant(await town.legalClock.now()) + 1_000)

describe('a failure in the middle', () => {
  test.each(['failOnLoad', 'failAndNotPersist', 'failButPersist'] as const)(
    '%s: the same command once more ends in one and the same place',
    async (failure) => {
      const caseId = await town.openCase()
      const taskId = await town.taskOf(caseId)
      // A case that is known is loaded only where its commit meets something new: here a move of the clock.
      if (failure === 'failOnLoad') await town.legalClock.advance(await soon(), 'test')
      town.store.failNext(failure)
      await expect(town.give(caseId, { kind: 'accept', taskId, journalNumber: 'J-1' }, KITE_STAFF.clerk)).rejects.toThrow()
      const again = await town.give(caseId, { kind: 'accept', taskId, journalNumber: 'J-1' }, KITE_STAFF.clerk)
      if (failure === 'failButPersist') expect(isRefusal(again) && again.code).toBe('task-done')
      else expect(isRefusal(again)).toBe(false)
      const events = await town.caseflow.events({ authority: 'kite-office', caseId })
      expect(events.filter(({ kind }) => kind === 'entered').length).toBe(1)
      expect((await town.caseflow.read(caseId))!.state).toEqual(applyAll(emptyCase, events))
    },
  )

  test('a lost answer is a fault that may be tried later', async () => {
    const caseId = await town.openCase()
    town.store.failNext('failButPersist')
    const error = await town.accept(caseId).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).retry).toBe('later')
  })
})

describe('the tables', () => {
  test('events cannot be rewritten', async () => {
    const caseId = await town.openCase()
    await expect(town.sql`update town.event set hash = 'x' where case_id = ${caseId}`).rejects.toThrow('appended only')
    await expect(town.sql`delete from town.event where case_id = ${caseId}`).rejects.toThrow('appended only')
  })

  test('migrate twice and in parallel, and stand in any schema', async () => {
    await Promise.all([
      migrateCaseflow(town.database, 'town'),
      migrateCaseflow(town.database, 'village'),
      migrateCaseflow(town.database, 'village'),
    ])
    expect(await town.sql`select count(*)::int as count from village.case_file`).toMatchObject([{ count: 0 }])
    await expect(migrateCaseflow(town.database, 'drop table')).rejects.toThrow('small letters')
  })

  test('work lists show what is mine or nobody’s, by due date, and find by text', async () => {
    const lists = await openKiteTown()
    try {
      const first = await lists.openCase()
      const second = await lists.openCase('reissue')
      const clerk = { authority: 'kite-office', of: [{ role: 'clerk', actorId: 'clara' }] }
      expect((await lists.caseflow.listTasks(clerk)).tasks.map(({ caseId }) => caseId).sort()).toEqual([first, second].sort())
      expect((await lists.caseflow.listTasks({ ...clerk, authority: 'harbour' })).total).toBe(0)
      expect((await lists.caseflow.listTasks({ ...clerk, text: 'ko-2025' })).total).toBe(2)
      expect((await lists.caseflow.listTasks({ ...clerk, text: '100%' })).total).toBe(0)
      expect(await lists.caseflow.listTasks({ ...clerk, limit: 1 })).toMatchObject({ total: 2, tasks: [{}] })
      await lists.accept(first)
      await lists.must(first, { kind: 'assign', taskId: await lists.taskOf(first), officerId: 'oscar', instruction: '' }, KITE_STAFF.head)
      const listOf = (authority: string, role: string, actorId: string) => lists.caseflow.listTasks({ authority, of: [{ role, actorId }] })
      expect((await listOf('kite-office', 'officer', 'oscar')).total).toBe(1)
      expect((await listOf('kite-office', 'officer', 'olga')).total).toBe(0)
      expect((await lists.caseflow.listTasks({ authority: 'kite-office' })).tasks.map(({ caseId }) => caseId).sort()).toEqual(
        [first, second].sort(),
      )
      await lists.must(
        first,
        { kind: 'examine', taskId: await lists.taskOf(first), draft: { decision: 'grant', groundIds: [], explanation: '' } },
        KITE_STAFF.officer,
      )
      expect((await listOf('wind-watch', 'interestedBody', 'willa')).total).toBe(1)
    } finally {
      await lists.close()
    }
  })
})
