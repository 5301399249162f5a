import { expect, it } from 'vitest'
import { missingFeatures } from './missing-features.ts'

const browsers = ['chrome86', 'firefox78', 'safari14.1']

it.each([
  ['Object.hasOwn(a, b)', ['.hasOwn()', 'Object.hasOwn']],
  ['f("x").isWellFormed()', ['.isWellFormed()']],
  ['f().at(-1)', ['.at()']],
  ['f().findLast(Boolean)', ['.findLast()']],
  ['structuredClone(a)', ['structuredClone']],
  ['crypto.randomUUID()', ['.randomUUID']],
  ['new AggregateError([])', ['AggregateError']],
  ['new WeakRef(a)', ['WeakRef']],
  ['Promise.withResolvers()', ['.withResolvers()', 'Promise.withResolvers']],
  ['const { hasOwn } = Object', ['.hasOwn()']],
  ['/(?<=a)b/.test(a)', ['/(?<=a)b/']],
  ['new RegExp("(?<!a)b")', ['/(?<!a)b/']],
])('reads %s', (bundle, expected) => {
  expect(new Set(missingFeatures(bundle, { browsers }))).toEqual(new Set(expected))
})

it('takes what the oldest browsers have, what the bundle has of its own, and what it brings along', () => {
  const fine =
    'const at = 1; const wanted = { at }; wanted.at; [].flatMap(f); "".replaceAll("a", "b"); globalThis.indexedDB; matchMedia("x")'
  expect(missingFeatures(fine, { browsers })).toEqual([])
  expect(missingFeatures('class A { structuredClone() {} } new A().structuredClone()', { browsers })).toEqual([])
  expect(missingFeatures('Object.hasOwn(a, b)', { browsers, substitutes: ['hasOwn'] })).toEqual([])
  expect(missingFeatures('Object.hasOwn(a, b)', { browsers: ['chrome120'] })).toEqual([])
})
