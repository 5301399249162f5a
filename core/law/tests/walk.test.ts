import type { Action, Step, View } from '../index.ts'
import { expect, test } from 'vitest'
import { isServable, isWalkable, papersStep, signingStep } from '../package/walk.ts'

/** A table whose rows follow one another; a question's `no` ends it. */
function table(...actions: readonly Action[]): View {
  const text = { kk: 'қ', ru: 'р', en: 'e' }
  const source = { act: 'kites', item: '1', certainty: 'assumed' } as const
  const to = (place: number) => (place < actions.length ? `${place}` : 'end')
  const steps = actions.map((action, place): Step => {
    const isQuestion = action.startsWith('check')
    const next = isQuestion
      ? ([
          { when: 'yes', to: to(place + 1) },
          { when: 'no', to: 'end' },
        ] as const)
      : [{ to: to(place + 1) }]
    return {
      id: `${place}`,
      shape: isQuestion ? 'condition' : 'process',
      unit: 'u',
      action,
      name: text,
      completion: text,
      time: null,
      next,
      source,
    }
  })
  return { id: 'portal', name: text, offered: true, steps, source }
}

test.each<[boolean, readonly Action[]]>([
  [true, ['signIn', 'fill', 'pay', 'checkPayment', 'chooseCertificate', 'checkCertificate', 'sign', 'registerRequest']],
  [true, ['signIn', 'chooseCertificate', 'fill', 'sign', 'checkCertificate', 'registerRequest']],
  [true, ['fill', 'sign', 'registerRequest']],
  [true, ['fill', 'checkCertificate', 'sendPackage']],
  [true, ['fill', 'sign', 'sendPackage', 'registerRequest']],
  [false, ['fill', 'sendPackage']],
  [false, ['fill', 'sign', 'pay', 'registerRequest']],
  [false, ['fill', 'sign', 'pay', 'checkPayment', 'registerRequest']],
  [false, ['sign', 'fill', 'registerRequest']],
  [false, ['fill', 'sign']],
  [false, ['fill', 'attachScans', 'sign', 'registerRequest']],
  [false, ['takeApplication', 'registerRequest']],
])('whether a draft can be led along a table is %s: %j', (can, actions) => {
  expect(isWalkable(table(...actions))).toBe(can)
})

test.each<[boolean, readonly Action[]]>([
  [true, ['fill', 'askRegisters', 'checkRegisters', 'attachScans', 'registerRequest']],
  [true, ['takeApplication', 'signIn', 'fill', 'askRegisters', 'checkRegisters', 'sendPackage', 'registerRequest']],
  [true, ['fill', 'attachScans', 'sendPackage', 'registerRequest']],
  [false, ['fill', 'askRegisters', 'registerRequest']],
  [false, ['fill', 'sendPackage', 'attachScans', 'pay', 'registerRequest']],
  [false, ['takeApplication', 'sendPackage', 'registerRequest']],
])('whether an employee can be led along a table of a counter is %s: %j', (can, actions) => {
  expect(isServable(table(...actions))).toBe(can)
})

test('papers are scanned at their own row, else where the package is made up', () => {
  expect(papersStep(table('fill', 'attachScans', 'sendPackage', 'registerRequest'))?.action).toBe('attachScans')
  expect(papersStep(table('fill', 'askRegisters', 'sendPackage', 'registerRequest'))?.action).toBe('sendPackage')
  expect(papersStep(table('fill', 'askRegisters', 'registerRequest'))).toBeNull()
})

test('one signs after the form, whatever the session did before it', () => {
  expect(signingStep(table('chooseCertificate', 'fill', 'sign', 'registerRequest').steps)?.action).toBe('sign')
  expect(signingStep(table('fill', 'checkCertificate', 'sendPackage').steps)?.action).toBe('checkCertificate')
  expect(signingStep(table('fill', 'chooseCertificate', 'sign', 'registerRequest').steps)?.action).toBe('chooseCertificate')
})
