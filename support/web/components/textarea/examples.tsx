import type { Example } from '../example.ts'
import { Textarea } from './textarea.tsx'

export const examples: readonly Example[] = [
  {
    title: 'with a hint and text',
    render: () => (
      <Textarea
        name="reason"
        label={{ kk: 'Қайтару себебі', ru: 'Причина возврата', en: 'Reason for returning it' }}
        hint={{
          kk: 'Орындаушы нені түзетуі керек екенін жазыңыз',
          ru: 'Напишите, что исполнителю нужно исправить',
          en: 'Say what the officer must correct',
        }}
        value="Үшінші тармақта құжаттың күні көрсетілмеген."
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <Textarea
        name="reason-empty"
        label={{ kk: 'Себебі', ru: 'Причина', en: 'Reason' }}
        error={{ kk: 'Себебін жазыңыз', ru: 'Напишите причину', en: 'Write the reason' }}
      />
    ),
  },
]
