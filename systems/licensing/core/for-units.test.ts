// What the package has for some of the bodies that are asked, the others do not see: answers, what was asked again, what officials wrote.
import { KITE_EDITION, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { findVariant, findView, type Variant } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { isForReader, missingFor, requestFor } from './access.ts'

const { body, officer } = KITE_STAFF
const { units } = KITE_EDITION.regulation
const plain = findVariant(KITE_EDITION.regulation, 'strict')!
const place = (variant: Variant) => ({ opening: kiteOpening({ variant: 'strict' }), variant, view: findView(plain, 'portal')!, units })
const own = units.find(({ role, kind }) => role === 'interestedBody' && kind === 'outside')!.id
const [section] = plain.form.sections
const [field] = section!.fields

/** The variant with its first field for one unit only. */
const forUnit = (unit: string) =>
  place({ ...plain, form: { ...plain.form, sections: [{ ...section!, fields: [{ ...field!, forUnits: [unit] }] }] } })

const request = {
  schema: 'ruqsat.request/1',
  sections: [
    { title: 'Its own', fields: [{ id: field!.id, label: 'Colour', value: 'red', valueText: 'Red' }] },
    { title: 'Register', register: 'IS-X', fields: [{ id: 'IS-X.use', label: 'Use', value: 'meadow', valueText: 'Meadow' }] },
  ],
}
const titles = (seen: unknown) => (seen as typeof request).sections.map(({ title }) => title)

test('an answer for one body is read by it and by the provider, and by no other body; what a register said is for all', () => {
  expect(titles(requestFor(request, body, forUnit(own)))).toEqual(['Its own', 'Register'])
  expect(titles(requestFor(request, officer, forUnit('another')))).toEqual(['Its own', 'Register'])
  expect(titles(requestFor(request, body, forUnit('another')))).toEqual(['Register'])
  expect(titles(requestFor(request, { kind: 'applicant', id: 'a' }, forUnit('another')))).toEqual(['Its own', 'Register'])
  // Words that were erased stay as they are.
  expect(requestFor(null, body, forUnit('another'))).toBeNull()
})

test('what was asked again about such an answer is not read by another body either', () => {
  const missing = [
    { on: 'field', id: field!.id, text: 'Which red?' },
    { on: 'other', text: 'Anything else' },
  ] as const
  expect(missingFor(missing, body, forUnit('another'))).toEqual([missing[1]])
  expect(missingFor(missing, body, forUnit(own))).toEqual(missing)
})

test('what names no unit is for everybody', () => {
  expect([undefined, {}].map(isForReader(body, place(plain)))).toEqual([true, true])
})
