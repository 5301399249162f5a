// What the page of a service says where the act differs from what acts mostly say: of silence, of fees by answers, of fees without a decision.
import { LANGUAGES } from '@ruqsat/foundation'
import { editionOf } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDraftSite, type DraftSite } from './testing.ts'

let site: DraftSite
beforeAll(async () => {
  site = await openDraftSite()
})
afterAll(() => site.close())

const variant = () => site.edition.regulation.variants.find((each) => each.offered)!

describe('the page of the service', () => {
  const words = (text: string) => ({ kk: text, ru: text, en: text })
  type Change = Partial<ReturnType<typeof variant>>
  const pageOf = async (change: Change, language = 'en') => {
    const { regulation } = site.edition
    const { id } = variant()
    const variants = regulation.variants.map((each) => (each.id === id ? { ...each, ...change } : each))
    site.offer(editionOf({ ...regulation, variants }))
    return (await site.visitor().get(`/${language}/services/${regulation.id}/${id}`)).text.replaceAll('\u00a0', ' ')
  }

  test('does not say twice what silence means: the act’s own words stand in the place of the general law’s', async () => {
    const general = site.edition.regulation.guarantees!.find(({ id }) => id === 'silence')!.text
    const { source } = site.edition.regulation.act
    expect(await pageOf({})).toContain(general.en)
    for (const means of ['grant', 'refusal', 'nothing'] as const)
      for (const language of LANGUAGES)
        expect((await pageOf({ silence: { means, source } }, language)).includes(general[language]), means).toBe(false)
    expect(await pageOf({ silence: { means: 'grant', source } })).toContain('the request counts as granted')
  })

  test('names the least that is paid where answers decide it, with the rates on the same page, and what becomes of it without a decision', async () => {
    const { form, fee, requirements } = variant()
    const { source } = requirements[0]!
    const options = ['small', 'big'].map((id) => ({ id, label: words(id) }))
    const size = { id: 'size', label: words('Size'), required: true, type: { kind: 'choice', options }, source } as const
    const [first, ...rest] = form.sections
    const rate = { field: 'size', answers: ['small'], mciRate: 3 }
    const own = {
      form: { ...form, sections: [{ ...first!, fields: [...first!.fields, size] }, ...rest] },
      fee: { ...fee!, mciRate: 10, rates: [rate] },
      withdrawal: { fee: words('Half of it goes back'), source },
    }
    const text = await pageOf(own)
    expect(text).toMatch(/from 5 556 ₸[\s\S]{0,40}<a href="#fee">Who pays how much/)
    expect(text).toMatch(/id="fee">[\s\S]*Size: small[\s\S]*3 × 1 852 = 5 556 ₸/)
    expect(text).toContain('If you withdraw the request: Half of it goes back.')
    expect(await pageOf(own, 'kk')).toContain('5 556 ₸-ден бастап')
    expect(await pageOf({ ...own, fee: { ...own.fee, free: [{ field: 'size', answers: ['small'] }] } }, 'ru')).toContain(
      '18 520 ₸, при некоторых ответах бесплатно',
    )
  })

  test('says whose number is taken, from when and how often, how long the paper holds and what silence of a body means', async () => {
    const { results, procedure, form } = variant()
    const { source } = results.grant
    const number = { id: 'former', label: words('Former number'), required: true, type: { kind: 'text', maxLength: 40 }, source } as const
    const [first, ...rest] = form.sections
    const [step, ...steps] = procedure.steps
    const time = { duration: { amount: 2, unit: 'workingDays' }, source } as const
    const change: Change = {
      form: { ...form, sections: [{ ...first!, fields: [...first!.fields, number] }, ...rest] },
      procedure: { ...procedure, steps: [{ ...step!, time, silence: { means: 'consent', source } }, ...steps] },
      results: {
        ...results,
        grant: {
          ...results.grant,
          does: 'extends',
          earlier: { field: 'former', most: { times: 1 }, notEarlier: { amount: 30, unit: 'days' }, source },
          validity: { from: 'earlierEnd', lasts: { amount: 1, unit: 'years' }, source },
        },
      },
    }
    const [en, ru, kk] = [await pageOf(change), await pageOf(change, 'ru'), await pageOf(change, 'kk')]
    for (const said of [
      'The paper that is extended',
      'no earlier than 30 days before its term ends',
      'Only once for one paper',
      '1 year, from the day after the earlier term',
      'no answer within 2 working days counts as consent',
    ])
      expect(en).toContain(said)
    for (const said of [
      'не раньше чем за 30 дней до конца его срока',
      '1 год, со следующего дня после прежнего срока',
      'если ответа нет за 2 рабочих дня',
    ])
      expect(ru).toContain(said)
    for (const said of [
      'бітуіне 30 күн қалғаннан бастап',
      '1 жыл, бұрынғы мерзім біткен күннің ертеңінен бастап',
      '2 жұмыс күні ішінде жауап бермесе',
    ])
      expect(kk).toContain(said)
  })
})
