import type { Example } from '../example.ts'
import { Button } from '../button/button.tsx'
import { TextInput } from '../text-input/text-input.tsx'
import { Form } from './form.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a form that acts once',
    render: () => (
      <Form action="#" once>
        <TextInput name="number" label={texts.formExamples.requestNumber} width={20} />
        <Button text={texts.formExamples.find} />
      </Form>
    ),
  },
]
