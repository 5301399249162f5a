import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { Radios } from './radios.tsx'

export const examples: readonly Example[] = [
  {
    title: 'with hints and fields of a choice',
    render: () => (
      <Radios
        name="who"
        legend={{ kk: 'Кім сұрау салады?', ru: 'Кто подаёт запрос?', en: 'Who applies?' }}
        value="representative"
        options={[
          { value: 'self', text: { kk: 'Өзім', ru: 'Я сам', en: 'I myself' } },
          {
            value: 'representative',
            text: { kk: 'Өкіл', ru: 'Представитель', en: 'A representative' },
            hint: {
              kk: 'Нотариат куәландырған сенімхат керек',
              ru: 'Нужна доверенность, заверенная нотариусом',
              en: 'A power of attorney certified by a notary is needed',
            },
            more: (
              <TextInput
                name="power"
                width={20}
                label={{ kk: 'Сенімхат нөмірі', ru: 'Номер доверенности', en: 'Number of the power of attorney' }}
              />
            ),
          },
          { value: 'nobody', text: { kk: 'Қазір қолжетімсіз', ru: 'Сейчас недоступно', en: 'Not available now' }, disabled: true },
        ]}
      />
    ),
  },
  {
    title: 'inline, with an error',
    render: () => (
      <Radios
        inline
        name="agree"
        legend={{ kk: 'Келісесіз бе?', ru: 'Вы согласны?', en: 'Do you agree?' }}
        error={{ kk: 'Бірін таңдаңыз', ru: 'Выберите одно', en: 'Choose one' }}
        options={[
          { value: 'yes', text: { kk: 'Иә', ru: 'Да', en: 'Yes' } },
          { value: 'no', text: { kk: 'Жоқ', ru: 'Нет', en: 'No' } },
        ]}
      />
    ),
  },
]
