import type { Example } from '../example.ts'
import { Select } from './select.tsx'

const options = [
  { value: 'aktobe', text: { kk: 'Ақтөбе облысы', ru: 'Актюбинская область', en: 'Aktobe region' } },
  { value: 'almaty', text: { kk: 'Алматы облысы', ru: 'Алматинская область', en: 'Almaty region' } },
  { value: 'turkistan', text: { kk: 'Оңтүстік Қазақстан облысы', ru: 'Южно-Казахстанская область', en: 'South Kazakhstan region' } },
]
const label = { kk: 'Облыс', ru: 'Область', en: 'Region' }

export const examples: readonly Example[] = [
  { title: 'chosen', render: () => <Select name="region" label={label} options={options} value="almaty" /> },
  {
    title: 'with an error',
    render: () => (
      <Select
        name="region-empty"
        label={label}
        options={options}
        error={{ kk: 'Облысты таңдаңыз', ru: 'Выберите область', en: 'Choose a region' }}
      />
    ),
  },
]
