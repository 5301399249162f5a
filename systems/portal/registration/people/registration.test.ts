import { orFault, parseBIN, parseIIN } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import type { Portal } from '../../deps.ts'
import { lookUp } from './registration.ts'

const IDENTITY = {
  iin: orFault(parseIIN('850412400012')),
  bin: orFault(parseBIN('080340001111')),
  kind: 'legalEntity',
  maySign: true,
  certificateSha256: '',
  certificateBase64: '',
} as const

const PURPOSE = { authority: 'test', asker: 'IS-PORTAL', caseId: null, source: { act: 'test', certainty: 'stated' } } as const

/** Registers that answer with these names. */
function asked(person: readonly [string, string, string], firm: string) {
  const registers = {
    person: async () => ({ kind: 'found', value: { surname: person[0], givenName: person[1], patronymic: person[2], address: 'А' } }),
    legalEntity: async () => ({ kind: 'found', value: { name: firm, address: 'Ә' } }),
  }
  return lookUp({ deps: { registers } } as unknown as Portal, IDENTITY, PURPOSE)
}

test('what the registers call somebody is a name, or is refused before anything is typed', async () => {
  expect(await asked(['Сағындықова ', 'Әйгерім', ''], '«Алтын\u00a0дән»  ЖШС')).toEqual({
    kind: 'found',
    found: { name: 'Сағындықова Әйгерім', organisation: '«Алтын дән» ЖШС', address: 'Ә' },
  })
  expect(await asked(['王', '伟', ''], 'Ф')).toMatchObject({ kind: 'refused', refusal: { code: 'value.sign-not-printable' } })
  expect(await asked(['А', '', ''], '\u200b')).toMatchObject({ kind: 'refused', refusal: { code: 'value.name-empty' } })
})
