// A session ends while somebody types: what they post then is in its form again after the sign-in, for them and for nobody else.
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { createSite, FileUpload, Form, localPath, readForm, redirectTo, sendPage, Textarea, TextInput } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardScope, migrateAccounts, openAccounts, sessionPlugin, startSession, takeReturnPath, toSignIn } from './index.ts'
import { QUICK_PASSWORDS } from './testing.ts'

const PASSWORD = 'дала жусаны 42'
let database: TestDatabase
let site: FastifyInstance
const sent: string[] = []

beforeAll(async () => {
  database = await openTestDatabase('guard')
  await migrateAccounts(database, 'room_accounts')
  const accounts = openAccounts({
    sql: database.sql,
    schema: 'room_accounts',
    technicalClock: standingTechnicalClock('2026-11-22T05:00:00.000Z'),
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })
  const ids: Record<string, string> = {}
  for (const login of ['aigerim', 'bekzat']) {
    const made = await accounts.register({ login, displayName: login, password: PASSWORD })
    if ('id' in made) ids[login] = made.id
  }
  site = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  await site.register(async (room) => {
    sessionPlugin(room, { accounts, cookieName: 'room' })
    room.get(localPath('/sign-in/:login'), async (request, reply) => {
      const account = await accounts.find(ids[(request.params as { login: string }).login]!)
      await startSession(request, account!)
      return redirectTo(reply, takeReturnPath(request, '/kk/form'))
    })
    await room.register(async (inner) => {
      guardScope(inner, { isSignedIn: (request) => request.account !== null, leadToSignIn: toSignIn('/sign-in') })
      inner.get(localPath('/form'), (request, reply) =>
        sendPage(
          request,
          reply,
          { title: 'Form' },
          <>
            <h1>Form</h1>
            <Form action="/kk/form" part="story" files>
              <Textarea name="story" label="Story" />
              <TextInput name="pin" label="Pin" type="password" />
              <FileUpload name="scan" label="Scan" accept="application/pdf" />
            </Form>
            <Form action="/kk/form" part="other">
              <TextInput name="story" label="Another form" />
            </Form>
          </>,
        ),
      )
      inner.post(localPath('/form'), { config: { files: true } }, async (request, reply) => {
        sent.push(readForm(request).text('story'))
        return redirectTo(reply, '/kk/form')
      })
    })
  })
  await site.ready()
})
afterAll(async () => {
  await site?.close()
  await database?.drop()
})

function browser() {
  const cookies = new Map<string, string>()
  const keep = <T extends { cookies: { name: string; value: string }[] }>(answer: T): T => {
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    return answer
  }
  const BOUNDARY = 'a-boundary'
  return {
    cookies,
    get: async (url: string) => keep(await site.inject({ url, cookies: Object.fromEntries(cookies) })),
    async post(fields: Readonly<Record<string, string>>, file = '') {
      const part = (name: string, value: string, extra = '') =>
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${extra}\r\n\r\n${value}\r\n`
      const parts = Object.entries(fields).map(([name, value]) => part(name, value))
      if (file !== '') parts.push(part('scan', '%PDF-1.7', `; filename="${file}"`))
      const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, origin: 'http://localhost' }
      const payload = `${parts.join('')}--${BOUNDARY}--\r\n`
      return keep(await site.inject({ method: 'POST', url: '/kk/form', payload, headers, cookies: Object.fromEntries(cookies) }))
    },
  }
}

type Visitor = ReturnType<typeof browser>
const csrfIn = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
const storyIn = (html: string) => /<textarea[^>]*name="story"[^>]*>([^<]*)</.exec(html)?.[1]
const typed = { _keep: '/form story', _secrets: 'pin', story: 'Бір сағат жазғаным', pin: '1234' }

async function typesAfterTheEnd(who: Visitor, fields: Readonly<Record<string, string>> = typed, file = ''): Promise<void> {
  await who.get('/kk/sign-in/aigerim')
  who.cookies.delete('room')
  expect((await who.post(fields, file)).headers.location).toBe('/kk/sign-in')
}

test('the text is in its form and in no other until it is sent; a secret is kept nowhere, a file is named', async () => {
  const who = browser()
  await typesAfterTheEnd(who, typed, 'сызба.pdf')
  expect((await who.get('/kk/sign-in/aigerim')).headers.location).toBe('/kk/form')
  const back = (await who.get('/kk/form')).body
  expect([storyIn(back), back.includes('сызба.pdf'), back.includes('1234')]).toEqual(['Бір сағат жазғаным', true, false])
  expect(back).not.toMatch(/<input[^>]*name="story"[^>]*Бір сағат/)
  // Said once; what was typed stays until it is sent.
  const again = (await who.get('/ru/form')).body
  expect([storyIn(again), again.includes('сызба.pdf')]).toEqual(['Бір сағат жазғаным', false])
  expect((await who.post({ ...typed, _csrf: csrfIn(again) })).statusCode).toBe(303)
  expect([sent, storyIn((await who.get('/kk/form')).body)]).toEqual([['Бір сағат жазғаным'], ''])
  expect(await database.sql`select 1 from room_accounts.session where data::text like '%1234%'`).toHaveLength(0)
})

test('somebody else who signs in on that browser sees nothing of it, nor does its owner after them', async () => {
  const who = browser()
  await typesAfterTheEnd(who)
  for (const login of ['bekzat', 'aigerim']) {
    await who.get(`/kk/sign-in/${login}`)
    const page = (await who.get('/kk/form')).body
    expect([storyIn(page), page.includes('Сеанс аяқталған')]).toEqual(['', false])
  }
  expect(await database.sql`select 1 from room_accounts.session where data::text like '%Бір сағат%'`).toHaveLength(0)
})

test('of a stranger, and of a browser that wrote the name of its owner itself, nothing is kept', async () => {
  for (const mark of [null, `${'0'.repeat(8)}-0000-4000-8000-000000000000.${'A'.repeat(43)}`]) {
    const who = browser()
    if (mark !== null) who.cookies.set('room-last', mark)
    expect((await who.post(typed)).headers.location).toBe('/kk/sign-in')
  }
  expect(await database.sql`select 1 from room_accounts.session where data::text like '%Бір сағат%'`).toHaveLength(0)
})
