import type { Example } from '../example.ts'
import { TextInput } from './text-input.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => (
      <TextInput
        name="iin"
        label={texts.textInputExamples.iin}
        width={12}
        inputmode="numeric"
        autocomplete="username"
        hint={texts.textInputExamples['12DigitsAsOnThe']}
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <TextInput
        name="iin-wrong"
        label={texts.textInputExamples.iin}
        width={12}
        inputmode="numeric"
        value="871231300123"
        error={texts.textInputExamples.theCheckDigitDoesNot}
      />
    ),
  },
  {
    title: 'password',
    render: () => (
      <TextInput name="password" type="password" autocomplete="current-password" width={20} label={texts.textInputExamples.password} />
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
        suffix={texts.textInputExamples.tonnes}
        label={texts.textInputExamples.capacityTonnes}
      />
    ),
  },
]
