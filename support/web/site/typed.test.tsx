import type { Json } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import pino from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  Button,
  Checkboxes,
  createSite,
  DateInput,
  Form,
  localPath,
  Radios,
  readForm,
  redirectTo,
  Select,
  sendPage,
  Textarea,
  TextInput,
  type WebSession,
} from '../index.ts'
import { keepTypingScript } from './stylesheet.ts'
import { OLDEST_BROWSERS } from './assets.ts'
import { launchBrowser, missingBrowser, missingFeatures } from '../testing.ts'
import { typedIn } from './typed.ts'

const kept = new Map<string, Json>()
const SESSION: WebSession = {
  boundTo: 'somebody',
  accountId: null,
  get: (key) => kept.get(key),
  set: (key, value) => void kept.set(key, value),
  remove: (key) => void kept.delete(key),
}
const OPTIONS = [
  { value: 'a', text: 'A' },
  { value: 'b', text: 'B' },
]
let app: FastifyInstance
let origin: string
const sent: Record<string, string>[] = []

beforeAll(async () => {
  app = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  app.addHook('onRequest', async (request) => {
    request.sessionOrNull = SESSION
  })
  app.get(localPath('/other'), (request, reply) => sendPage(request, reply, { title: 'Other' }, <h1>Other</h1>))
  app.get(localPath('/search'), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Search' },
      <>
        <h1>Search</h1>
        <Form action={request.url} method="get">
          <TextInput name="q" label="Query" value={(request.query as { q?: string }).q ?? ''} />
          <Select name="pick" label="Pick" options={OPTIONS} />
          <Button text="Find" />
        </Form>
      </>,
    ),
  )
  app.get(localPath('/form'), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Form' },
      <>
        <h1>Form</h1>
        <Form action={request.url} files>
          <TextInput name="name" label="Name" value="of old" />
          <TextInput name="repeat" label="Secret" type="password" />
          <Textarea name="story" label="Story" />
          <DateInput name="day" legend="Day" />
          <Radios name="one" legend="One" options={OPTIONS} value="a" />
          <Checkboxes name="many" legend="Many" options={OPTIONS} values={['a']} />
          <Select name="pick" label="Pick" options={OPTIONS} />
          <Button text="Send" />
        </Form>
        <Form action={request.url} part="second">
          <TextInput name="second" label="Second name" />
          <Button text="Send the second" />
        </Form>
        <a href="/en/other">Elsewhere</a>
      </>,
    ),
  )
  app.post(localPath('/form'), { config: { files: true } }, async (request, reply) => {
    sent.push({ ...readForm(request).values() })
    return redirectTo(reply, '/en/other')
  })
  origin = (await app.site.listen()).replace('127.0.0.1', 'localhost')
})
afterAll(() => app.close())
beforeEach(() => {
  kept.clear()
  sent.length = 0
})

test('the script that keeps typing asks nothing of the oldest browsers that they lack', () => {
  expect(missingFeatures(keepTypingScript().toString(), { browsers: OLDEST_BROWSERS })).toEqual([])
})

test('a page without a form has links to its languages and no script', async () => {
  const { body } = await app.inject('/en/other')
  expect(body).toContain('<a class="language-switch__link" lang="ru" href="/ru/other"')
  expect(body).not.toMatch(/<script|formaction/)
})

describe.skipIf(missingBrowser() !== null)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  async function typing(javaScriptEnabled: boolean) {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await page.goto(`${origin}/en/form`)
    await page.getByLabel('Name', { exact: true }).fill('Ә «unfinished')
    await page.getByLabel('Secret').fill('horse-battery')
    await page.getByLabel('Story').fill('line 1\n\nline 3')
    await page
      .getByLabel(/^(Day|Күні|День)$/)
      .last()
      .fill('45')
    await page.locator('label[for="field-one-2"]').click()
    await page.locator('label[for="field-many"]').click()
    await page.getByLabel('Pick').selectOption('b')
    return page
  }
  type Page = Awaited<ReturnType<typeof typing>>
  async function expectTyped(page: Page): Promise<void> {
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ә «unfinished')
    expect(await page.getByLabel('Secret').inputValue()).toBe('')
    expect((await page.getByLabel('Story').inputValue()).replaceAll('\r', '')).toBe('line 1\n\nline 3')
    expect(await page.locator('[name=day-day]').inputValue()).toBe('45')
    expect(await page.locator('[name=one]:checked').inputValue()).toBe('b')
    expect(await page.locator('[name=many]:checked').count()).toBe(0)
    expect(await page.getByLabel('Pick').inputValue()).toBe('b')
    expect(await page.getByLabel('Second name').inputValue()).toBe('')
    expect(JSON.stringify([...kept])).not.toContain('horse')
  }

  test.each([false, true])('the language switch takes everything typed along (script: %s), and the form is not sent', async (script) => {
    const page = await typing(script)
    for (const [language, name] of [
      ['ru', 'Русский'],
      ['kk', 'Қазақша'],
    ] as const) {
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()])
      expect(new URL(page.url()).pathname).toBe(`/${language}/form`)
      await expectTyped(page)
    }
    expect(await page.getByRole('status').innerText()).toContain('Ол әлі жіберілген жоқ')
    expect(sent).toEqual([])
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Send', exact: true }).click()])
    expect(sent).toMatchObject([{ name: 'Ә «unfinished' }])
    await page.goto(`${origin}/en/form`)
    expect(await page.getByLabel('Name', { exact: true }).inputValue(), 'sent, so nothing is kept').toBe('of old')
    await page.context().close()
  })

  test('a search keeps what is typed through another language and another look, and nowhere else', async () => {
    const page = await (await browser.newContext()).newPage()
    const query = page.getByLabel('Query')
    const press = (what: string) => Promise.all([page.waitForEvent('load'), page.locator(what).click()])
    await page.goto(`${origin}/en/search?q=asked`)
    await query.fill('typed')
    await page.getByLabel('Pick').selectOption('b')
    await press('.language-switch [lang=ru]')
    expect(page.url()).toBe(`${origin}/ru/search?q=asked`)
    expect([await query.inputValue(), await page.getByLabel('Pick').inputValue()]).toEqual(['typed', 'b'])
    await press('.display-link')
    await press('button:not([name]).button')
    expect([page.url(), await query.inputValue()]).toEqual([`${origin}/ru/search?q=asked`, 'typed'])
    await page.goto(`${origin}/ru/search?q=asked`)
    expect(await query.inputValue()).toBe('asked')
    await query.fill('left')
    await page.goto(`${origin}/ru/other`)
    await page.goto(`${origin}/ru/search?q=asked`)
    expect(await query.inputValue()).toBe('asked')
    await page.context().close()
  })

  test('Enter still sends the form', async () => {
    const page = await typing(false)
    await page.getByLabel('Name', { exact: true }).focus()
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    expect(sent).toMatchObject([{ name: 'Ә «unfinished' }])
    await page.context().close()
  })

  test('a link away keeps what is typed in each form, with script', async () => {
    const page = await typing(true)
    await page.getByLabel('Second name').fill('second')
    await page.getByRole('link', { name: 'Elsewhere' }).click()
    await page.waitForURL('**/en/other')
    await expect.poll(() => kept.size).toBe(2)
    await page.goto(`${origin}/ru/form`)
    expect(await page.getByLabel('Second name').inputValue()).toBe('second')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ә «unfinished')
    expect(JSON.stringify([...kept])).not.toContain('horse')
    expect(sent).toEqual([])
    await page.context().close()
  })
})

/** Sends a form as the page's own script or language switch does. */
async function poster(): Promise<(fields: Record<string, string>) => Promise<readonly [status: number, location: string | undefined]>> {
  const page = await app.inject('/en/form')
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const token = /name="_csrf" value="([^"]*)"/.exec(page.body)![1]!
  return async (fields) => {
    const payload = new URLSearchParams({ _csrf: token, ...fields }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
    const { statusCode, headers: answer } = await app.inject({ method: 'POST', url: '/en/form', payload, headers })
    return [statusCode, answer.location]
  }
}

test('goes to pages of this site only', async () => {
  const send = await poster()
  const go = (path: string) => send({ _keep: '/form', name: 'x', _go: path })
  expect(await go('/ru/form?errors=1')).toEqual([303, '/ru/form?errors=1'])
  expect(await go('//evil.example/')).toEqual([204, undefined])
  expect(sent).toEqual([])
})

test('a dozen half-filled forms are kept next to each other, whatever they are called; what is sent is kept no longer', async () => {
  const send = await poster()
  const request = { sessionOrNull: SESSION } as unknown as FastifyRequest
  const forms = Array.from({ length: 12 }, (_, number) => `/work/tasks/${number}`)
  for (const form of forms) await send({ _keep: form, name: form, _go: '' })
  expect(forms.map((form) => typedIn(request, form)?.['name'])).toEqual(forms.map((form) => [form]))
  await send({ _keep: forms[3]!, name: 'sent' })
  expect(typedIn(request, forms[3]!)).toBeNull()
  await send({ _keep: '/one-more', name: 'more', _go: '' })
  await send({ _keep: '/and-more', name: 'more', _go: '' })
  expect([kept.size, typedIn(request, '/and-more')?.['name']]).toEqual([12, ['more']])
})
