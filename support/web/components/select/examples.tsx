import type { Example } from '../example.ts'
import { Select } from './select.tsx'
import texts from '../texts.yaml'

const options = [
  { value: 'aktobe', text: texts.selectExamples.options.aktobeRegion },
  { value: 'almaty', text: texts.selectExamples.options.almatyRegion },
  { value: 'turkistan', text: texts.selectExamples.options.southKazakhstanRegion },
]
export const examples: readonly Example[] = [
  { title: 'chosen', render: () => <Select name="region" label={texts.selectExamples.label} options={options} value="almaty" /> },
  {
    title: 'with an error',
    render: () => (
      <Select name="region-empty" label={texts.selectExamples.label} options={options} error={texts.selectExamples.chooseARegion} />
    ),
  },
]
