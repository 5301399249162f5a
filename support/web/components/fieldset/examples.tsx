import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { Fieldset } from './fieldset.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a section of a form',
    render: () => (
      <Fieldset size="section" legend={{ kk: 'Мекенжай', ru: 'Адрес', en: 'Address' }}>
        <TextInput name="town" label={{ kk: 'Қала немесе ауыл', ru: 'Город или село', en: 'Town or village' }} />
        <TextInput name="street" label={{ kk: 'Көше, үй', ru: 'Улица, дом', en: 'Street and house' }} />
      </Fieldset>
    ),
  },
]
