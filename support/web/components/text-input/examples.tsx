import type { Example } from '../example.ts'
import { TextInput } from './text-input.tsx'

const iin = { kk: 'ЖСН', ru: 'ИИН', en: 'IIN' }

export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => (
      <TextInput
        name="iin"
        label={iin}
        width={12}
        inputmode="numeric"
        autocomplete="username"
        hint={{ kk: 'Жеке куәліктегі 12 цифр', ru: '12 цифр с удостоверения личности', en: '12 digits, as on the identity card' }}
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <TextInput
        name="iin-wrong"
        label={iin}
        width={12}
        inputmode="numeric"
        value="871231300123"
        error={{
          kk: 'Бақылау цифры сәйкес емес. Нөмірді куәліктен тексеріңіз.',
          ru: 'Не сходится контрольная цифра. Сверьте номер с удостоверением.',
          en: 'The check digit does not match. Compare the number with the card.',
        }}
      />
    ),
  },
  {
    title: 'password',
    render: () => (
      <TextInput
        name="password"
        type="password"
        autocomplete="current-password"
        width={20}
        label={{ kk: 'Құпиясөз', ru: 'Пароль', en: 'Password' }}
      />
    ),
  },
  {
    title: 'with a suffix, optional',
    render: () => (
      <TextInput
        name="capacity"
        width={8}
        inputmode="decimal"
        optional
        suffix={{ kk: 'тонна', ru: 'тонн', en: 'tonnes' }}
        label={{ kk: 'Сыйымдылығы, тонна', ru: 'Вместимость, тонн', en: 'Capacity, tonnes' }}
      />
    ),
  },
]
