import { refusalsOf } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetOnce, migrateOnce, once } from '../index.ts'

const SCHEMA = 'room_once'
let database: TestDatabase
let token = 0

beforeAll(async () => {
  database = await openTestDatabase('once')
  await migrateOnce(database, SCHEMA)
  await migrateOnce(database, SCHEMA)
  await database.sql`create table public.work (id int generated always as identity, token text)`
})
afterAll(() => database.drop())

const work = (key: string, result: unknown = { number: key }) =>
  once(database.sql, SCHEMA, key, async (tx) => {
    await tx`insert into public.work (token) values (${key})`
    return result
  })
const timesWorked = async (key: string) => (await database.sql`select 1 from public.work where token = ${key}`).length

test('a second post gets the first one’s result and does nothing', async () => {
  const key = `t${++token}`
  expect(await work(key, { number: 1 })).toEqual({ number: 1 })
  expect(await work(key, { number: 2 })).toEqual({ number: 1 })
  expect(await timesWorked(key)).toBe(1)
})

test('so do twenty posts at the same time', async () => {
  const key = `t${++token}`
  const results = await Promise.all(Array.from({ length: 20 }, (_, place) => work(key, { place })))
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
  expect(await timesWorked(key)).toBe(1)
})

test('what fails leaves nothing behind and may be tried again', async () => {
  const key = `t${++token}`
  const failing = once(database.sql, SCHEMA, key, async (tx) => {
    await tx`insert into public.work (token) values (${key})`
    throw new Error('power cut')
  })
  await expect(failing).rejects.toThrow('power cut')
  expect(await timesWorked(key)).toBe(0)
  await work(key)
  expect(await timesWorked(key)).toBe(1)
})

test('a refusal is told and not remembered', async () => {
  const key = `t${++token}`
  const text = { kk: 'жоқ', ru: 'нет', en: 'no' }
  const refusal = refusalsOf('', { no: { text, remedy: text } })('no')
  expect(await work(key, refusal)).toEqual(refusal)
  expect(await work(key, 'done')).toBe('done')
})

test('nothing is remembered for ever', async () => {
  const key = `t${++token}`
  await work(key, 1)
  await forgetOnce(database.sql, SCHEMA, standingTechnicalClock('2999-01-01T00:00:00.000Z'))
  expect(await work(key, 2)).toBe(2)
})

test('a form without a token is our defect', async () => {
  await expect(work('')).rejects.toThrow('once token')
})
