// Who heads a firm may have changed before its request is corrected: looked up again where that was asked for, and nowhere else.
import { expect, test } from 'vitest'
import type { Person } from '../../registration/people/person.ts'
import { knownOf } from './known.ts'
import type { DraftPlace } from './model.ts'

const field = (id: string, known: string) => ({ id, known, required: true, type: { kind: 'text', maxLength: 100 } })
const form = { sections: [{ id: 'a', fields: [field('head', 'applicant.head'), field('address', 'applicant.address')] }] }
const place = { edition: { regulation: { authority: { id: 'office' } } }, variant: { form } } as unknown as DraftPlace
const person = { accountId: 'p', kind: 'legalEntity', bin: '080340001111', address: 'New street' } as unknown as Person
const draft = (asked: readonly string[]) =>
  ({
    accountId: 'p',
    bin: person.bin,
    values: { head: 'Former', address: 'Old street' },
    corrects: { missing: asked.map((id) => ({ on: 'field', id, text: 'x' })) },
  }) as unknown as Parameters<typeof knownOf>[2]

/** What a correction takes as known, and how often the register was asked. */
async function known(asked: readonly string[], answer: object) {
  let questions = 0
  const registers = { legalEntity: async () => ((questions += 1), answer) }
  const deps = { registers, personOf: async () => null } as unknown as Parameters<typeof knownOf>[0]
  return [await knownOf(deps, place, draft(asked), person), questions]
}

test('the head of a firm is looked up again where the official asked about it', async () => {
  const found = { kind: 'found', value: { headName: 'Present' } }
  expect(await known(['head'], found)).toEqual([{ head: 'Present' }, 1])
  expect(await known(['address'], found)).toEqual([{ address: 'New street' }, 0])
  expect(await known([], found)).toEqual([{}, 0])
})

test('a silent register leaves the head as it was signed', async () => {
  expect(await known(['head'], { kind: 'outage', reason: 'down' })).toEqual([{ head: 'Former' }, 1])
})
