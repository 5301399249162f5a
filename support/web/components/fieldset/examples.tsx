import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { Fieldset } from './fieldset.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a section of a form',
    render: () => (
      <Fieldset size="section" legend={texts.fieldsetExamples.address}>
        <TextInput name="town" label={texts.fieldsetExamples.townOrVillage} />
        <TextInput name="street" label={texts.fieldsetExamples.streetAndHouse} />
      </Fieldset>
    ),
  },
]
