import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { Radios } from './radios.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'with hints and fields of a choice',
    render: () => (
      <Radios
        name="who"
        legend={texts.radiosExamples.whoApplies}
        value="representative"
        options={[
          { value: 'self', text: texts.radiosExamples.iMyself },
          {
            value: 'representative',
            text: texts.radiosExamples.aRepresentative,
            hint: texts.radiosExamples.aPowerOfAttorneyCertified,
            more: <TextInput name="power" width={20} label={texts.radiosExamples.numberOfThePowerOf} />,
          },
          { value: 'nobody', text: texts.radiosExamples.notAvailableNow, disabled: true },
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
        legend={texts.radiosExamples.doYouAgree}
        error={texts.radiosExamples.chooseOne}
        options={[
          { value: 'yes', text: texts.radiosExamples.yes },
          { value: 'no', text: texts.radiosExamples.no },
        ]}
      />
    ),
  },
]
