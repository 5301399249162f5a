import { Button } from '../button/button.tsx'
import type { Example } from '../example.ts'
import { Card } from './card.tsx'

const TITLE = { kk: 'Меншік құқығын растайтын құжат', ru: 'Документ о праве собственности', en: 'Proof of ownership' }
const CHARTER = { kk: 'Жарғы', ru: 'Устав', en: 'Charter' }
const REQUIRED = { kk: 'міндетті', ru: 'обязательно', en: 'required' }
const ATTACH = { kk: 'Файлды тіркеу', ru: 'Приложить файл', en: 'Attach the file' }

export const examples: readonly Example[] = [
  {
    title: 'with a tag',
    render: () => (
      <Card id="ownership" title={TITLE} tag={{ kind: 'warning', text: REQUIRED }}>
        <Button text={ATTACH} kind="secondary" />
      </Card>
    ),
  },
  {
    title: 'something is to be corrected',
    render: () => (
      <Card id="charter" title={CHARTER} attention>
        <Button text={ATTACH} kind="secondary" />
      </Card>
    ),
  },
]
