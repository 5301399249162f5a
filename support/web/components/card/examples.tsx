import { Button } from '../button/button.tsx'
import type { Example } from '../example.ts'
import { Card } from './card.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'with a tag',
    render: () => (
      <Card id="ownership" title={texts.cardExamples.title} tag={{ kind: 'warning', text: texts.cardExamples.required }}>
        <Button text={texts.cardExamples.attach} kind="secondary" />
      </Card>
    ),
  },
  {
    title: 'something is to be corrected',
    render: () => (
      <Card id="charter" title={texts.cardExamples.charter} attention>
        <Button text={texts.cardExamples.attach} kind="secondary" />
      </Card>
    ),
  },
]
