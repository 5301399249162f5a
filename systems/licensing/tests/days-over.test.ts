// A permit whose days end by an answer of the form is signed by nobody once they are over: the head reads why, and the case can go on.
import type { SignedRequest } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import type { Edition, Field } from '@ruqsat/law'
import { openMadeUp } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
import { HIVES } from './setup.ts'

let hives: Awaited<ReturnType<typeof openHives>>
beforeAll(async () => {
  const regulations = await openMadeUp([HIVES.madeUp!])
  const edition = (hash: string) => {
    const found = regulations.edition(hash)
    return found && dated(found)
  }
  hives = await openHives({ regulations: { ...regulations, edition } })
})
afterAll(() => hives.office.close())

/** The permit holds until the day that the form names. */
function dated({ regulation, hash }: Edition): Edition {
  const { source } = regulation.act
  const ends: Field = { id: 'ends', label: { kk: 'Соңы', ru: 'Конец', en: 'End' }, required: true, type: { kind: 'date' }, source }
  const variants = regulation.variants.map((variant) => {
    const { form, results, id } = variant
    if (id !== 'issue') return variant
    const [first, ...more] = form.sections
    const sections = [{ ...first!, fields: [...first!.fields, ends] }, ...more]
    // The grounds of this act wait for the department; here it has confirmed them.
    const grounds = variant.grounds.map((each) => ({ ...each, source: { ...each.source, certainty: 'stated' as const } }))
    return {
      ...variant,
      grounds,
      form: { ...form, sections },
      results: { ...results, grant: { ...results.grant, validity: { untilField: 'ends', source } } },
    }
  })
  return { regulation: { ...regulation, variants }, hash }
}

const untilThe = (day: string): SignedRequest['sections'] => [
  { title: 'Мерзім', fields: [{ id: 'ends', label: 'Соңы', value: day, valueText: day }] },
]
const submitted = async (day: string) =>
  hives.office.host.register(await hives.office.submission({ variant: 'issue', sections: untilThe(day) }))

test('a request whose days were over when it was made is registered by no door', async () => {
  expect(await submitted('2026-11-22')).toMatchObject({ code: 'portal.days-over', field: 'ends' })
})

test('whoever signs and whoever decides reads that the days are over; the case goes back and is refused', async () => {
  const { office, carriedTo, taskOf } = hives
  const { host, must } = office
  const { caseId } = await must(submitted('2026-11-25'))
  await carriedTo(caseId, 'signResult')
  const { taskId, actor: head } = (await taskOf(caseId))!
  const prepared = await must(host.prepareResult(caseId, taskId, head))
  expect(prepared.number).not.toBeNull()

  // The last day still counts; on the next one nothing can be made of it.
  await office.legalClock.advance('2026-11-25T18:00:00.000Z', 'test')
  expect(isRefusal(await host.prepareResult(caseId, taskId, head))).toBe(false)
  await office.legalClock.advance('2026-11-25T19:30:00.000Z', 'test')
  const over = await host.prepareResult(caseId, taskId, head)
  expect(over).toMatchObject({ code: 'documents.result-days-over', field: 'ends' })
  expect((await must(host.readCase(caseId, head))).grantBlocked).toMatchObject({ code: 'documents.result-days-over' })

  await must(host.act(caseId, { kind: 'returnToOfficer', taskId, reason: 'Мерзімі өтіп кетті.' }, head))
  const { taskId: again, actor: officer } = (await taskOf(caseId))!
  expect((await must(host.readCase(caseId, officer))).grantBlocked).toMatchObject({ code: 'documents.result-days-over' })
  const ground = office.edition.regulation.variants.find(({ id }) => id === 'issue')!.grounds[0]!.id
  const draft = { decision: 'refuse', groundIds: [ground], explanation: 'Мерзім өтіп кетті.' } as const
  await must(host.act(caseId, { kind: 'conclude', taskId: again, draft }, officer))
  expect((await must(host.readCase(caseId, officer))).grantBlocked).toBeUndefined()
}, 60_000)
