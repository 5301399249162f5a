import { Button } from '../button/button.tsx'
import type { Example } from '../example.ts'
import { Card } from './card.tsx'
import texts from '../texts.yaml'

const TITLE = texts.cardExamples.title
const CHARTER = texts.cardExamples.charter
const REQUIRED = texts.cardExamples.required
const ATTACH = texts.cardExamples.attach

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
