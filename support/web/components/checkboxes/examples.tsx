import type { Example } from '../example.ts'
import { Checkboxes } from './checkboxes.tsx'

export const examples: readonly Example[] = [
  {
    title: 'two chosen of three',
    render: () => (
      <Checkboxes
        name="notify"
        legend={{ kk: 'Хабарламаны қалай алғыңыз келеді?', ru: 'Как вас извещать?', en: 'How shall we tell you?' }}
        values={['sms', 'cabinet']}
        options={[
          { value: 'sms', text: { kk: 'SMS', ru: 'SMS', en: 'SMS' } },
          { value: 'mail', text: { kk: 'Электрондық пошта', ru: 'Электронная почта', en: 'E-mail' } },
          {
            value: 'cabinet',
            text: { kk: 'Жеке кабинет', ru: 'Личный кабинет', en: 'Cabinet' },
            hint: { kk: 'Әрқашан қосулы болғаны дұрыс', ru: 'Лучше не выключать', en: 'Better left on' },
          },
        ]}
      />
    ),
  },
]
