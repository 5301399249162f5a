import type { Example } from '../example.ts'
import { Button, ButtonGroup } from './button.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  { title: 'primary', render: () => <Button text={texts.examples.continue} /> },
  {
    title: 'a group of all kinds',
    render: () => (
      <ButtonGroup>
        <Button text={texts.examples.sign} />
        <Button kind="secondary" text={texts.examples.saveAndGoOnLater} />
        <Button kind="warning" text={texts.examples.deleteTheRequest} />
        <Button kind="quiet" text={texts.examples.cancel} hiddenText={texts.examples.theRequest} />
      </ButtonGroup>
    ),
  },
  { title: 'disabled', render: () => <Button disabled text={texts.examples.send} /> },
]
