import type { Example } from '../example.ts'
import { Button } from '../button/button.tsx'
import { TextInput } from '../text-input/text-input.tsx'
import { Form } from './form.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a form that acts once',
    render: () => (
      <Form action="#" once>
        <TextInput name="number" label={{ kk: 'Сұрау салу нөмірі', ru: 'Номер запроса', en: 'Request number' }} width={20} />
        <Button text={{ kk: 'Табу', ru: 'Найти', en: 'Find' }} />
      </Form>
    ),
  },
]
