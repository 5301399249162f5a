import { appliesTo } from '@ruqsat/law'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PDF } from '../drafts/testing.ts'
import type { Person } from '../../registration/people/person.ts'
import { openDraftSite, type DraftSite, type Visitor } from './testing.ts'

let site: DraftSite
let person: Person
let visitor: Visitor

beforeAll(async () => {
  site = await openDraftSite()
  person = await site.addPerson()
})
afterAll(() => site.close())
beforeEach(async () => {
  visitor = site.visitor()
  await visitor.signIn(person)
})

const variant = () => site.edition.regulation.variants.find((each) => each.offered)!
const slots = () => variant().documents.filter((slot) => appliesTo(slot, 'individual'))

describe('documents', () => {
  test.each([
    ['program.pdf', Buffer.from('MZ\u0090 this is a program'), 'portal.file-wrong-type', 'PDF те, JPEG те, PNG де емес'],
    ['empty.pdf', Buffer.alloc(0), '', 'Файл бос'],
    ['', Buffer.alloc(0), '', 'Файл таңдалмады'],
    ['torn.pdf', PDF('torn').subarray(0, 90), '', 'соңы жетпейді'],
    ['locked.pdf', PDF('locked', 'trailer << /Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 >> >>'), '', 'тек құпиясөзбен ашылады'],
    ['script.pdf', PDF('script', '4 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj'), '', 'ішінде бағдарлама бар'],
  ])('%s is refused by its content, at its place', async (name, bytes, _code, words) => {
    const draft = await visitor.start(site.edition)
    await visitor.get(`${draft}/documents`)
    const answer = await visitor.upload(`${draft}/documents`, slots()[0]!.id, name, bytes)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(answer.text).toContain('card--attention')
  })

  test('are shown, may be removed, and keep a name without folders and tricks', async () => {
    const draft = await visitor.start(site.edition)
    await visitor.get(`${draft}/documents`)
    await visitor.upload(`${draft}/documents`, slots()[0]!.id, 'C:\\құжаттар\\\u202egnp.exe.png', PDF('x'))
    const page = await visitor.get(`${draft}/documents`)
    expect(page.text).toContain('gnp.exe.png')
    expect(page.text).not.toMatch(/\u202e|C:\\/)
    const remove = /name="remove" value="([^"]+)"/.exec(page.text)![1]!
    expect((await visitor.post(`${draft}/documents`, { remove })).status).toBe(303)
    expect((await visitor.post(`${draft}/documents`, { remove })).status).toBe(303)
    expect((await visitor.get(`${draft}/documents`)).text).not.toContain('gnp.exe.png')
  })

  describe('chosen together', () => {
    const [first, second] = [() => slots()[0]!.id, () => slots()[1]!.id]
    const chosen = (draft: string, pressed: Record<string, string> = {}) =>
      visitor.uploadAll(
        `${draft}/documents`,
        [
          [first(), 'one.pdf', PDF('one')],
          [first(), 'two.pdf', PDF('two')],
          [second(), 'three.pdf', PDF('three')],
        ],
        pressed,
      )

    test('are all attached by one button, and counted', async () => {
      const draft = await visitor.start(site.edition)
      await visitor.get(`${draft}/documents`)
      expect((await chosen(draft)).status).toBe(303)
      const page = await visitor.get(`${draft}/documents`)
      for (const name of ['one.pdf', 'two.pdf', 'three.pdf', 'Тіркелген файлдар саны: 3.']) expect(page.text).toContain(name)
    })

    test('are attached by whichever button is pressed: the way on, the removal of another', async () => {
      const draft = await visitor.start(site.edition)
      await visitor.get(`${draft}/documents`)
      await visitor.upload(`${draft}/documents`, second(), 'goes.pdf', PDF('goes'))
      const remove = /name="remove" value="([^"]+)"/.exec((await visitor.get(`${draft}/documents`)).text)![1]!
      expect((await chosen(draft, { remove })).status).toBe(303)
      const page = await visitor.get(`${draft}/documents`)
      for (const name of ['one.pdf', 'two.pdf', 'three.pdf']) expect(page.text).toContain(name)
      expect(page.text).not.toContain('goes.pdf')

      const other = await visitor.start(site.edition)
      await visitor.get(`${other}/documents`)
      const answer = await chosen(other, { go: 'check' })
      expect([answer.status, answer.location]).toEqual([303, `${other}/check`])
      expect((await visitor.get(`${other}/check`)).text).toContain('three.pdf')
      expect((await visitor.post(`${other}/documents`, { go: 'check' })).location, 'without a file too').toBe(`${other}/check`)
    })

    test('lose nothing to one that is not taken, which is named', async () => {
      const draft = await visitor.start(site.edition)
      await visitor.get(`${draft}/documents`)
      const answer = await visitor.uploadAll(
        `${draft}/documents`,
        [
          [first(), 'good.pdf', PDF('good')],
          [first(), 'program.pdf', Buffer.from('MZ\u0090 this is a program')],
          [second(), 'other.pdf', PDF('other')],
        ],
        { go: 'check' },
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(new RegExp(`id="field-${first()}-error"[^]*program.pdf: `))
      for (const name of ['good.pdf', 'other.pdf']) expect(answer.text).toMatch(new RegExp(`file-list__name">${name}`))
      expect(answer.text).not.toContain('file-list__name">program.pdf')
    })
  })

  test.each([11, 60])('of %i MiB are told at their field, and nothing else is lost', async (mebibytes) => {
    const draft = await visitor.start(site.edition)
    await visitor.get(`${draft}/documents`)
    const [slot] = slots()
    await visitor.upload(`${draft}/documents`, slot!.id, 'kept.pdf', PDF('kept'))
    const large = Buffer.concat([PDF('x'), Buffer.alloc(mebibytes * 1024 * 1024)])
    const answer = await visitor.upload(`${draft}/documents`, slot!.id, 'large.pdf', large)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('error-summary')
    expect(answer.text).toMatch(new RegExp(`id="field-${slot!.id}-error"[^]*10 МБ`))
    expect(answer.text).toContain('kept.pdf')
    expect(answer.text).not.toContain('large.pdf')
  })
})
