import { expect, test } from 'vitest'
import { readQuery } from './query.ts'

test('a query is read like a posted form: composed letters, nothing unseen, trimmed', () => {
  const decomposed = 'Әйгерім'.normalize('NFD')
  expect(decomposed).not.toBe('Әйгерім')
  expect(readQuery(`text=${encodeURIComponent(` ${decomposed}\u200b `)}&page=2`)).toEqual({ text: 'Әйгерім', page: '2' })
  expect(readQuery('a=1&a=2&a=3&__proto__=x&b=%00c')).toEqual(
    Object.assign(Object.create(null), { a: ['1', '2', '3'], ['__proto__']: 'x', b: 'c' }),
  )
  expect(readQuery('')).toEqual({})
})
