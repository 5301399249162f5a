import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIRM, notFound, openDoor } from './house.ts'

let door: Awaited<ReturnType<typeof openDoor>>
const seen: unknown[] = []
beforeAll(async () => {
  door = await openDoor({
    intake: {
      // What is kept at the moment at which something would change.
      async start() {
        seen.push(...(await door.database.sql`select operation, status from api.act`))
        return notFound
      },
    },
  })
})
afterAll(() => door.close())

async function begin(key: string, scopes = ['applications.write']) {
  const { access_token: token } = await door.token(await door.client({ scopes, firm: FIRM }), scopes.join(' '))
  const body = JSON.stringify({ regulation: 'grain', variant: 'issue', signerIin: '850412400012', language: 'kk' })
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return door.call('/api/v1/applications', { method: 'POST', token, body, headers })
}
const lines = () => door.database.sql`select operation, status from api.act order by sequence`

test('a call has its line before it changes anything, and its outcome afterwards', async () => {
  expect((await begin('a-first-wish')).status).toBe(404)
  expect(seen).toEqual([{ operation: 'startApplication', status: null }])
  await expect.poll(lines).toEqual([{ operation: 'startApplication', status: 404 }])
  // Refused at the door: nothing was to change, and who tried is known all the same.
  expect((await begin('a-second-wish', ['requests.read'])).status).toBe(403)
  await expect.poll(lines).toContainEqual({ operation: 'startApplication', status: 403 })
})

test('where the line cannot be written nothing is done', async () => {
  await door.database.sql`alter table api.act rename to act_away`
  seen.length = 0
  expect((await begin('a-third-wish')).status).toBe(500)
  await door.database.sql`alter table api.act_away rename to act`
  expect(seen).toEqual([])
  expect((await begin('a-third-wish')).status).toBe(404)
})
