import type { Edition, Variant, View } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { windowStep } from './window.ts'

const step = (action: string, unit: string, more: object = {}) => ({ id: action, action, unit, ...more })
const window = {
  id: 'window',
  steps: [step('fill', 'hall'), step('noticeRefused', 'system'), step('receiveResult', 'person', { delivers: 'paper' })],
}
const screen = (delivers: string) => ({ id: 'screen', steps: [step('receiveResult', 'person', { delivers })] })
const regulation = {
  channels: [
    { id: 'window', kind: 'counter' },
    { id: 'screen', kind: 'electronic' },
  ],
  units: [{ id: 'hall', kind: 'outside', role: 'operator' }],
}

function rowOf(view: object, decision: 'grant' | 'refuse', views: readonly object[] = [window]): string | undefined {
  const variant = { views, procedure: { steps: [] } } as unknown as Variant
  return windowStep({ edition: { regulation } as unknown as Edition, variant, view: view as View }, decision)?.id
}

test('what came to a window is handed over there, a refusal by the row of its own', () => {
  expect(rowOf(window, 'grant')).toBe('receiveResult')
  expect(rowOf(window, 'refuse')).toBe('noticeRefused')
})

test('where a person has a notice of it on a screen, the paper is at the window; a refusal they have already', () => {
  expect(rowOf(screen('notice'), 'grant')).toBe('receiveResult')
  expect(rowOf(screen('notice'), 'refuse')).toBeUndefined()
  expect(rowOf(screen('notice'), 'grant', [])).toBeUndefined()
})

test('what a person has whole on a screen is handed over at no window', () => {
  expect(rowOf(screen('result'), 'grant')).toBeUndefined()
})
