import { refusalsOf } from '@ruqsat/foundation'
import { FormValues } from '@ruqsat/web'
import { expect, test } from 'vitest'
import { actedOnce } from './twice.ts'

const words = { kk: 'Болмайды', ru: 'Нельзя', en: 'Not so' }
const NO = refusalsOf('twice.', { no: { text: words, remedy: words } })('no')

test('a second click gets the answer of the first; what was refused, or is typed otherwise, is judged again', async () => {
  const token = crypto.randomUUID()
  const form = (why: string) =>
    new FormValues(
      new Map([
        ['_once', [token]],
        ['why', [why]],
      ]),
    )
  let acts = 0
  const act =
    <T>(answer: T) =>
    async () => {
      acts += 1
      return answer
    }
  expect(await actedOnce(form('x'), act([NO]))).toEqual([NO])
  expect(await actedOnce(form('x'), act(NO))).toBe(NO)
  await expect(actedOnce(form('x'), () => Promise.reject(new Error('the process ended')))).rejects.toThrow('ended')
  // At once, and after: two clicks are one act.
  expect(await Promise.all([actedOnce(form('x'), act('done')), actedOnce(form('x'), act('again'))])).toEqual(['done', 'done'])
  expect(await actedOnce(form('x'), act('again'))).toBe('done')
  expect(acts).toBe(3)
  expect(await actedOnce(form('y'), act('other'))).toBe('other')
})
