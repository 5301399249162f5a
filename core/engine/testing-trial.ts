// A procedure in which much is done and nothing decided: for tests of what officials write at a step.
import type { LocalText, Source } from '@ruqsat/foundation'
import type { FieldType } from '@ruqsat/law'
import type { KiteRow } from './testing-rows.ts'

/** A letter, the place looked at with signed minutes, a question to another authority and an entry in the kite book; by what was seen or answered it goes on. */
export function trialRows(source: Source, text: (en: string) => LocalText): readonly KiteRow[] {
  const asked = (id: string, type: FieldType) => ({ id, label: text(id), required: true, type, source })
  const to = (id: string): KiteRow['next'] => [{ to: id }]
  return [
    { id: 'V1', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('V2') },
    {
      id: 'V2',
      unit: 'air-section',
      action: 'send',
      time: [1, 'workingDays'],
      next: to('V3'),
      writing: {
        to: text('The flyer'),
        fields: [asked('letter', { kind: 'text', maxLength: 200 })],
        files: [],
        paper: { title: text('Letter'), template: 'templates/letter.typ', labels: {}, source },
      },
    },
    {
      id: 'V3',
      unit: 'air-section',
      action: 'visit',
      time: [3, 'workingDays'],
      next: [
        { when: 'yes', to: 'V4' },
        { when: 'no', to: 'V6' },
      ],
      writing: {
        fields: [asked('visitedOn', { kind: 'date', rule: 'notFuture' }), asked('fieldIsFree', { kind: 'yesNo' })],
        files: [{ id: 'photo', name: text('Photo'), required: true, source }],
        decides: 'fieldIsFree',
        reaches: ['visitedOn'],
        shownToApplicant: true,
        paper: { title: text('Minutes'), template: 'templates/minutes.typ', labels: {}, signed: true, source },
      },
    },
    {
      id: 'V4',
      unit: 'air-section',
      action: 'ask',
      time: [5, 'workingDays'],
      next: [{ when: 'late', to: 'V5' }, { to: 'V5' }],
      writing: {
        to: text('The weather office'),
        fields: [asked('question', { kind: 'text', maxLength: 200 })],
        files: [],
        answer: { fields: [asked('wind', { kind: 'number', min: 0, max: 50, decimals: 0 })], files: [] },
      },
    },
    {
      id: 'V5',
      unit: 'chancery',
      action: 'record',
      next: to('V6'),
      writing: { to: text('The kite book'), fields: [asked('page', { kind: 'text', maxLength: 20 })], files: [] },
    },
    { id: 'V6', unit: 'air-section', action: 'examine', time: [2, 'workingDays'], next: to('V7') },
    { id: 'V7', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end'), returnTo: 'V6' },
  ]
}
