import { expect, test } from 'vitest'
import { SIGNATURE_FAULT_REASONS } from './contract.ts'
import texts from './texts.yaml'

const { source, waitingText: _waitingText, ...rows } = texts.refusals

test('every reason has its own row, and no row of a signature lacks its reason', () => {
  const codes = Object.keys(rows).filter((code) => code.startsWith('trust.signature-'))
  expect(codes.sort()).toEqual(SIGNATURE_FAULT_REASONS.map((reason) => `trust.signature-${reason}`).sort())
})

test('no two refusals say the same', () => {
  expect(new Set(Object.values(rows).map((row) => row.text.kk)).size).toBe(Object.keys(rows).length)
})

test('the law behind a refused signature has its name in each language: no package lists it', () => {
  for (const name of Object.values(source.law)) expect(name).toContain('370')
})
