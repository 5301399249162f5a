// Days of the result that end by an answer: what is said before anything is paid or signed.
import { addDays } from '@ruqsat/clock'
import type { Refusal } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsToCorrect, lifeFault, lifeWarning, saveSection } from './filling.ts'
import { legalDay, readyDays } from './legal-day.ts'
import { bytesToSign } from './signing.ts'
import { begin, editionLike, fillAll, must, openDraftRoom, reopen, type DraftRoom } from './testing.ts'

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())

test('days that are over, or may be before the result is there, are said before anything is paid or signed', async () => {
  const { source } = room.edition.regulation.act
  const ends: Field = { id: 'ends', label: { kk: 'ends', ru: 'ends', en: 'ends' }, required: true, type: { kind: 'date' }, source }
  const days = { id: 'days', title: { kk: 'К', ru: 'Д', en: 'D' }, fields: [ends] }
  const offerDated = (beforeReady?: 'refused') =>
    room.offer(
      editionLike(room.edition, `an end by an answer ${beforeReady}`, (regulation) => ({
        ...regulation,
        variants: regulation.variants.map(({ form, results, ...each }) => ({
          ...each,
          form: { ...form, sections: [...form.sections, days] },
          results: {
            ...results,
            grant: { ...results.grant, validity: { untilField: 'ends', ...(beforeReady && { beforeReady }), source } },
          },
        })),
      })),
    )
  offerDated()
  const person = await room.addPerson()
  const open = await fillAll(room, person, await begin(room, person), { ends: '2015-10-20' })
  const today = legalDay(room.deps, open.edition, await room.deps.legalClock.now())
  const saved = async (day: string) => {
    const now = await reopen(room, open, person)
    const { faults } = must(await saveSection(room.deps, now, person, 'days', { ends: day })) as { faults: readonly Refusal[] }
    const after = await reopen(room, open, person)
    return [
      faults.map(({ code }) => code),
      (await lifeWarning(room.deps, after))?.code ?? null,
      (await lifeFault(room.deps, after))?.place ?? null,
    ]
  }
  expect(await saved(addDays(today, -1))).toEqual([['portal.days-over'], null, 'form/days'])
  expect(await saved(today)).toEqual([[], 'portal.days-may-be-over', null])
  expect(await saved(addDays(today, 400))).toEqual([[], null, null])
  // A form that waited: no signature is taken for what is over by now.
  await saved(addDays(today, -1))
  expect(await bytesToSign(room.deps, await reopen(room, open, person), person)).toMatchObject({ code: 'portal.days-over' })
  offerDated('refused')
  const stricter = await begin(room, person)
  const ready = readyDays(room.deps, stricter, await room.deps.legalClock.now())
  expect(faultsToCorrect(stricter, days, { ends: today }, ready).map(({ code }) => code)).toEqual(['portal.days-before-ready'])
  expect(faultsToCorrect(stricter, days, { ends: ready.promised! }, ready)).toEqual([])
  room.offer(room.edition)
})
