import { PassThrough } from 'node:stream'
import { connect } from 'node:net'
import pino from 'pino'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  Button,
  createSite,
  FileUpload,
  Form,
  localPath,
  LONG_FORM,
  rateLimit,
  readForm,
  redirectTo,
  sendFile,
  sendPage,
  TextInput,
} from '../index.ts'

const SESSION_COOKIE = 'form'
const MIB = 1024 * 1024
let app: FastifyInstance
let log = ''

beforeEach(async () => {
  log = ''
  const sink = new PassThrough()
  sink.on('data', (chunk) => (log += String(chunk)))
  app = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'info' }, sink),
    formActions: ['http://127.0.0.1:9090'],
    uploads: { fileBytes: 1024 * 1024, totalBytes: 2 * 1024 * 1024 },
    secret: Buffer.alloc(32, 7),
    rates: { verify: 2 },
  })
  addPages(app)
})
afterEach(() => app.close())

function addPages(site: FastifyInstance): void {
  site.get(localPath('/'), (request, reply) => sendPage(request, reply, { title: 'Home' }, <h1>Home</h1>))
  site.get(localPath('/name'), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Name' },
      <Form action={request.url} once>
        <TextInput name="name" label="Name" value={'"><script>alert(1)</script>'} />
        <FileUpload name="file" label="File" />
        <Button text="Send" />
      </Form>,
    ),
  )
  site.post(localPath('/name'), async (request, reply) => {
    const form = readForm(request)
    return reply.send({ name: form.text('name'), secret: form.secret('name'), once: form.onceToken() })
  })
  site.post(localPath('/files'), { config: { files: true } }, async (request, reply) => {
    const [file] = readForm(request).files('file')
    return reply.send({ name: file?.name, bytes: file?.bytes.length })
  })
  site.get(localPath('/person/:iin'), () => {
    throw Object.assign(new Error('broken'), { detail: 'Key (iin)=(870101300123)' })
  })
  site.get(localPath('/rare'), { config: rateLimit('verify') }, async (_request, reply) => reply.send('ok'))
  site.post('/bank', { config: { csrf: false } }, async (_request, reply) => reply.send('taken'))
  site.get('/file', (_request, reply) =>
    sendFile(reply, {
      bytes: Buffer.from('%PDF-'),
      mediaType: 'application/pdf',
      fileName: 'Рұқсат №1.pdf',
      embeddable: true,
      inline: true,
    }),
  )
  site.get('/named/:name', (request, reply) =>
    sendFile(reply, { bytes: Buffer.from('%PDF-'), mediaType: 'application/pdf', fileName: (request.params as { name: string }).name }),
  )
  site.post(localPath('/go'), async (request, reply) => redirectTo(reply, `${request.url}/there`))
}

/** Opens the form and gives its cookie and tokens. */
async function openForm(language = 'kk'): Promise<{ cookie: string; csrf: string; once: string }> {
  const page = await app.inject({ url: `/${language}/name` })
  const cookie = page.cookies.find((one) => one.name === SESSION_COOKIE)
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.body)?.[1] ?? ''
  return { cookie: `${SESSION_COOKIE}=${cookie?.value}`, csrf: hidden('_csrf'), once: hidden('_once') }
}

function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const payload = new URLSearchParams(form).toString()
  return app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })
}

describe('every answer', () => {
  test('carries a policy without inline script and style, and names the payment site as the only other end of a form', async () => {
    const { headers } = await app.inject({ url: '/kk' })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self' http://127.0.0.1:9090")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  test('escapes what a person typed and uses no style attribute', async () => {
    const { body } = await app.inject({ url: '/kk/name' })
    expect(body).toContain('&quot;&gt;&lt;script&gt;')
    expect(body).not.toMatch(/<script>|style="/)
  })

  test('leaves no personal data in the log', async () => {
    await app.inject({ url: '/kk/person/870101300123?phone=77010000000', headers: { 'user-agent': 'Old phone' } })
    expect(log).toContain('/:language/person/:iin')
    expect(log).toContain('request failed')
    expect(log).not.toMatch(/870101300123|7701|Old phone|127\.0\.0\.1/)
  })
})

test('an address that cannot be decoded, or is far too long, ends in a page in the language of its reader', async () => {
  app.get(localPath('/numbers/:number'), (request, reply) => reply.send({ number: (request.params as { number: string }).number }))
  for (const url of ['/ru/%', '/ru/name%ff%fe', '/ru/%e2%28?q=%', `/ru/${'a'.repeat(4_000)}`]) {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } })
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([url, 404, 'text/html; charset=utf-8'])
    expect(answer.body).toContain('<html lang="ru"')
    expect(answer.headers['content-security-policy']).toBeDefined()
  }
  expect((await app.inject({ url: '/kk/numbers/KZ%ff?q=%D0%B0' })).json()).toEqual({ number: 'KZ%ff' })
  expect((await app.inject({ url: '/kk/numbers/%D0%9A%2525' })).json()).toEqual({ number: 'К%25' })
  expect((await app.inject({ url: `/kk/numbers/${'1'.repeat(4_000)}` })).json().number).toHaveLength(4_000)
})

test('a sign that the database cannot keep is no address, and no part of a text', async () => {
  expect((await app.inject({ url: '/kk/name%00' })).statusCode).toBe(404)
  expect((await app.inject({ url: '/kk?q=%00' })).statusCode).toBe(404)
  const { cookie, csrf } = await openForm()
  expect((await post('/kk/name', { name: 'a\u0000b', _csrf: csrf }, { cookie })).json()).toMatchObject({ name: 'ab', secret: 'ab' })
})

describe('language', () => {
  test('the root leads to the language of the browser, and to the language read last', async () => {
    const first = await app.inject({ url: '/', headers: { 'accept-language': 'ru,en' } })
    expect(first.headers.location).toBe('/ru')
    const russian = await app.inject({ url: '/ru' })
    const remembered = russian.cookies.find((cookie) => cookie.name === 'language')
    expect(remembered?.value).toBe('ru')
    expect((await app.inject({ url: '/', cookies: { language: 'ru' } })).headers.location).toBe('/ru')
    expect((await app.inject({ url: '/', cookies: { language: 'de' } })).headers.location).toBe('/kk')
  })

  test('the switch keeps path and query', async () => {
    const { body } = await app.inject({ url: '/kk/name?step=2&from=a' })
    expect(body).toContain('href="/ru/name?step=2&amp;from=a"')
    expect(body).toContain('<html lang="kk">')
  })
})

describe('problem pages speak the language of the page', () => {
  test.each([
    ['kk', 'Мұндай бет жоқ'],
    ['ru', 'Такой страницы нет'],
    ['en', 'There is no such page'],
  ])('%s: not found', async (language, text) => {
    const answer = await app.inject({ url: `/${language}/nowhere` })
    expect(answer.statusCode).toBe(404)
    expect(answer.body).toContain(text)
  })

  test('a fault gives a number to tell, and nothing of its insides', async () => {
    const answer = await app.inject({ url: '/ru/person/870101300123' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).toMatch(/Номер ошибки: <code>[0-9a-f]{8}/)
    expect(answer.body).not.toContain('broken')
  })

  test('too many requests: says when to come back', async () => {
    for (const expected of [200, 200, 429]) expect((await app.inject({ url: '/kk/rare' })).statusCode).toBe(expected)
    const answer = await app.inject({ url: '/kk/rare' })
    expect(answer.body).toMatch(/60 секундтан кейін/)
  })
})

describe('forms', () => {
  test('come through with the token of their browser, trimmed, secrets untouched', async () => {
    const { cookie, csrf, once } = await openForm()
    const answer = await post('/kk/name', { _csrf: csrf, _once: once, name: '  Әйгерім ' }, { cookie })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ name: 'Әйгерім', secret: '  Әйгерім ' })
    expect(answer.json().once).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    ['no token', (own: { cookie: string }) => [{}, { cookie: own.cookie }]],
    ['no cookie', (own: { csrf: string }) => [{ _csrf: own.csrf }, {}]],
    ["another browser's cookie", (own: { csrf: string }) => [{ _csrf: own.csrf }, { cookie: `form=${'A'.repeat(22)}` }]],
    [
      'another site',
      (own: { csrf: string; cookie: string }) => [{ _csrf: own.csrf }, { cookie: own.cookie, origin: 'http://evil.example' }],
    ],
    [
      'a cross-site post',
      (own: { csrf: string; cookie: string }) => [{ _csrf: own.csrf }, { cookie: own.cookie, 'sec-fetch-site': 'cross-site' }],
    ],
  ])('are refused with %s, on a page that says what to do', async (_what, make) => {
    const [form, headers] = make(await openForm()) as [Record<string, string>, Record<string, string>]
    const answer = await post('/kk/name', form, headers)
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('Бетті қайта ашып')
  })

  test('a route that takes calls of other systems is not asked for our token', async () => {
    expect((await post('/bank', { paid: '1' })).statusCode).toBe(200)
  })

  const FLOOD = Array.from({ length: 118_000 }, (_, place) => `a${place}=`).join('&')

  test.each<[string, string, string, number]>([
    ['too many fields', '/kk/name', FLOOD.slice(0, 60_000), 413],
    ['too many bytes', '/kk/name', `name=${'a'.repeat(70 * 1024)}`, 413],
    ['too long a name', '/kk/name', `${'a'.repeat(300)}=1`, 413],
  ])('%s: read no further than the limit, answered with a page', async (_what, path, body, status) => {
    const { cookie } = await openForm()
    const answer = await raw(path, 'application/x-www-form-urlencoded', Buffer.from(body), cookie)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
    expect(answer).toContain('Мәтінді қысқартып')
  })

  test('a form of long texts is taken where the route says so', async () => {
    app.post(localPath('/long'), { config: LONG_FORM }, async (request, reply) => reply.send(readForm(request).text('text').length))
    const { cookie, csrf } = await openForm()
    expect((await post('/kk/long', { _csrf: csrf, text: 'ә'.repeat(30_000) }, { cookie })).body).toBe('30000')
  })

  test.each<[string, string, number]>([
    ['where there is no route', '/kk/nowhere', 404],
    ['of a browser that never had a form of ours', '/kk/name', 403],
  ])('nothing is read %s', async (_what, url, status) => {
    const parse = vi.spyOn(globalThis, 'URLSearchParams')
    expect(await raw(url, 'application/x-www-form-urlencoded', Buffer.from(FLOOD))).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
    expect(parse).not.toHaveBeenCalled()
    parse.mockRestore()
  })

  test('POST is answered by a redirect that becomes GET', async () => {
    const { cookie, csrf } = await openForm()
    const answer = await post('/kk/go', { _csrf: csrf }, { cookie })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/kk/go/there'])
  })
})

describe('files', () => {
  test('arrive whole, by the last part of their name', async () => {
    const answer = await upload('/kk/files', 'C:\\docs\\Куәлік.pdf', 1000)
    expect(answer).toContain('{"name":"Куәлік.pdf","bytes":1000}')
  })

  test('a file over the limit is read to its end and answered with a page in the person’s language', async () => {
    const answer = await upload('/ru/files', 'big.pdf', 20 * 1024 * 1024)
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
    expect(answer).toContain('Файл слишком велик: big.pdf')
    expect(answer).toContain('не больше 1 МБ')
  })

  test('so are files that are too large together', async () => {
    const megabyte = 1024 * 1024 - 10
    expect(await upload('/kk/files', 'a.pdf', megabyte, megabyte, megabyte)).toContain('Файлдар бірге алғанда тым үлкен')
  })

  test('a body too large for a form without files gets its page too, not a broken connection', async () => {
    const { cookie } = await openForm()
    const answer = await raw('/en/name', 'application/x-www-form-urlencoded', Buffer.alloc(8 * 1024 * 1024, 'a'), cookie)
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
    expect(answer).toContain('The form is too large')
  })

  test('nothing is kept of files whose form is not ours', async () => {
    const boundary = 'b'
    const body = `--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${'x'.repeat(100)}\r\n--b--\r\n`
    expect(await raw('/kk/files', `multipart/form-data; boundary=${boundary}`, Buffer.from(body))).toMatch(/^HTTP\/1\.1 403/)
  })

  test('many large uploads at once are told to come back instead of eating the memory', async () => {
    await app.close()
    app = await createSite({
      origin: 'http://localhost:8080',
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      uploads: { totalBytes: 45 * 1024 * 1024, fileBytes: 45 * 1024 * 1024 },
    })
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => (finish = resolve))
    let arrived = 0
    addPages(app)
    app.post(localPath('/slow'), { config: { files: true } }, async (_request, reply) => {
      arrived += 1
      await waiting
      return reply.send('taken')
    })
    const uploads = Array.from({ length: 4 }, () => upload('/kk/slow', 'a.pdf', 44 * 1024 * 1024))
    const refused = await Promise.race(uploads)
    expect(refused).toMatch(/^HTTP\/1\.1 503/)
    expect(arrived).toBeLessThanOrEqual(3)
    finish()
    await Promise.all(uploads)
    expect(await upload('/kk/slow', 'a.pdf', 44 * 1024 * 1024)).toMatch(/^HTTP\/1\.1 200/)
  })

  test('one address cannot hold the room of all others by sending slowly', async () => {
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => (finish = resolve))
    app.post(localPath('/slow'), { config: { files: { fileBytes: 30 * MIB, totalBytes: 30 * MIB } } }, async (_request, reply) => {
      await waiting
      return reply.send('taken')
    })
    const uploads = Array.from({ length: 3 }, () => upload('/kk/slow', 'a.pdf', 29 * MIB))
    expect(await Promise.race(uploads)).toMatch(/^HTTP\/1\.1 503/)
    finish()
    const taken = (await Promise.all(uploads)).filter((answer) => answer.startsWith('HTTP/1.1 200'))
    expect(taken.length).toBeLessThan(3)
  })

  test('text fields of a stranger cost little: few and short ones are read, the rest is thrown away', async () => {
    const boundary = 'xxBOUNDARYxx'
    const field = (name: string, bytes: number) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${'a'.repeat(bytes)}\r\n`
    const { cookie } = await openForm()
    const sent = (fields: string) =>
      raw('/kk/files', `multipart/form-data; boundary=${boundary}`, Buffer.from(`${fields}--${boundary}--\r\n`), cookie)
    expect(await sent(field('long', 100 * 1024))).toMatch(/^HTTP\/1\.1 413/)
    expect(await sent(Array.from({ length: 60 }, (_, place) => field(`f${place}`, 10)).join(''))).toMatch(/^HTTP\/1\.1 400/)
  })

  test('a part without a name is no form of ours and no fault', async () => {
    const boundary = 'xxBOUNDARYxx'
    const { cookie } = await openForm()
    for (const disposition of ['form-data', 'form-data; filename="a.pdf"']) {
      const body = `--${boundary}\r\ncontent-disposition: ${disposition}\r\n\r\nx\r\n--${boundary}--\r\n`
      const answer = await raw('/kk/files', `multipart/form-data; boundary=${boundary}`, Buffer.from(body), cookie)
      expect([disposition, answer.slice(0, 12)]).toEqual([disposition, 'HTTP/1.1 400'])
    }
  })

  test('files are not taken where no route asks for them', async () => {
    expect(await upload('/kk/name', 'a.pdf', 10)).toMatch(/^HTTP\/1\.1 415/)
  })

  test('our own files may be shown inside our own pages only, under their own names', async () => {
    const { headers } = await app.inject({ url: '/file' })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'")
    expect(headers['content-disposition']).toBe(`inline; filename="_1.pdf"; filename*=UTF-8''${encodeURIComponent('Рұқсат №1.pdf')}`)
  })

  test('a file is saved under a name that ends as what it is, whatever it was called', async () => {
    const saved = async (name: string) => (await app.inject({ url: `/named/${encodeURIComponent(name)}` })).headers['content-disposition']
    expect(await saved('act.html')).toBe(`attachment; filename="act.html.pdf"; filename*=UTF-8''act.html.pdf`)
    expect(await saved('ACT.PDF')).toBe(`attachment; filename="ACT.PDF"; filename*=UTF-8''ACT.PDF`)
  })

  test('a long name is cut between signs, never within one', async () => {
    const answer = await upload('/kk/files', `${'😀'.repeat(200)}a.pdf`, 10)
    expect(answer).toMatch(/^HTTP\/1\.1 200/)
    expect((JSON.parse(answer.slice(answer.indexOf('{'))) as { name: string }).name.isWellFormed()).toBe(true)
  })
})

test('assets have the hash in their name and are kept for a year', async () => {
  const page = await app.inject({ url: '/kk' })
  const stylesheet = /href="(\/assets\/site\.[0-9a-f]{10}\.css)"/.exec(page.body)?.[1] ?? ''
  const answer = await app.inject({ url: stylesheet })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toContain('immutable')
  expect((await app.inject({ url: '/assets/site.0000000000.css' })).statusCode).toBe(404)
})

test('health tells which part fails, and nothing more', async () => {
  app.site.addHealthCheck('database', async () => true)
  expect((await app.inject({ url: '/health' })).json()).toEqual({ status: 'ok', parts: { database: 'ok' } })
  app.site.addHealthWarning(async () => ['The table ends on 31 December 2026.'])
  app.site.addHealthWarning(() => Promise.reject(new Error('secret address')))
  const warned = await app.inject({ url: '/health' })
  expect([warned.statusCode, warned.json().warnings]).toEqual([200, ['The table ends on 31 December 2026.']])
  app.site.addHealthCheck('trust', () => Promise.reject(new Error('secret address')))
  const answer = await app.inject({ url: '/health' })
  expect(answer.statusCode).toBe(503)
  expect(answer.body).not.toContain('secret')
})

test('the session is a fault where no plugin gives one', async () => {
  app.get('/session', (request: FastifyRequest, reply) => reply.send(request.session.get('x') ?? null))
  expect((await app.inject({ url: '/session' })).statusCode).toBe(500)
})

async function upload(path: string, name: string, ...sizes: number[]): Promise<string> {
  const { cookie, csrf } = await openForm()
  const boundary = 'xxBOUNDARYxx'
  const field = `--${boundary}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${csrf}\r\n`
  const files = sizes.map((size) =>
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`,
      ),
      Buffer.alloc(size, 'x'),
      Buffer.from('\r\n'),
    ]),
  )
  return raw(
    path,
    `multipart/form-data; boundary=${boundary}`,
    Buffer.concat([Buffer.from(field), ...files, Buffer.from(`--${boundary}--\r\n`)]),
    cookie,
  )
}

/** A plain socket, as an old browser: it writes everything before it reads. */
async function raw(path: string, contentType: string, body: Buffer, cookie = ''): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port')
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: ${cookie}\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\n\r\n`
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, '127.0.0.1')
    let answer = ''
    socket.on('error', reject)
    socket.write(head)
    socket.write(body, () => {
      socket.on('data', (chunk) => (answer += chunk.toString('utf8')))
      socket.on('end', () => resolve(answer))
    })
  })
}
