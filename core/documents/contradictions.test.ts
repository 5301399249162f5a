import { describe, expect, test } from 'vitest'
import type { Field, Requirement, Variant } from '@ruqsat/law'
import { contradictionsOf } from './contradictions.ts'

const source = { act: 'x', item: '1', certainty: 'stated' } as const
const words = { kk: 'С', ru: 'С', en: 'Q' }
const requirement: Requirement = { id: 'able', text: words, source }

function found(type: Field['type'], condition: object, value: string, today = '2024-02-28'): readonly string[] {
  const field: Field = { id: 'f', label: words, required: true, type, source, contradicts: [{ requirement: 'able', ...condition }] }
  const form = { id: 'form', sections: [{ id: 's', title: words, fields: [field] }], statements: [], source }
  const variant = { form, requirements: [requirement] } as Pick<Variant, 'form' | 'requirements'>
  return contradictionsOf(variant, 'individual', { f: value }, today).map((each) => each.requirement.id)
}

describe('an answer contradicts a requirement', () => {
  test.each([
    [{ kind: 'yesNo' }, { answers: ['no'] }, 'no', true],
    [{ kind: 'yesNo' }, { answers: ['no'] }, 'yes', false],
    [{ kind: 'yesNo' }, { answers: ['no'] }, '', false],
    [{ kind: 'number', min: 0, max: 9, decimals: 0 }, { below: 2 }, '1', true],
    [{ kind: 'number', min: 0, max: 9, decimals: 0 }, { below: 2 }, '2', false],
    [{ kind: 'number', min: 0, max: 9, decimals: 1 }, { above: 2 }, '2,5', true],
    [{ kind: 'number', min: 0, max: 9, decimals: 1 }, { above: 2 }, 'two', false],
    // Born on 28 February 2006: 18 on that very day of 2024; a day later, not yet.
    [{ kind: 'date' }, { youngerThanYears: 18 }, '2006-02-28', false],
    [{ kind: 'date' }, { youngerThanYears: 18 }, '2006-03-01', true],
    [{ kind: 'date' }, { youngerThanYears: 18 }, '2006-31-01', false],
  ] as const)('%j with %j: %s → %s', (type, condition, value, isFound) => {
    expect(found(type as Field['type'], condition, value)).toEqual(isFound ? ['able'] : [])
  })
})
