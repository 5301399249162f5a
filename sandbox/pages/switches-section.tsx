import { Button, Form, localHref, Select, useLanguage, useSay } from '@ruqsat/web'
import { MODES, type Neighbour, NEIGHBOURS } from '../work/switches.ts'
import texts from './texts.yaml'

export function SwitchesSection({ modes }: { readonly modes: Readonly<Record<Neighbour, string>> }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h2 id="switches">{say(texts.switches)}</h2>
      <p>{say(texts.switchesLead)}</p>
      <Form action={localHref(language, '/sandbox/switches')}>
        {NEIGHBOURS.map((neighbour) => (
          <Select
            name={neighbour}
            label={texts.neighbours[neighbour]}
            value={modes[neighbour]}
            empty={null}
            options={MODES[neighbour].map((mode) => ({ value: mode, text: texts.modes[mode] }))}
          />
        ))}
        <Button kind="secondary" text={texts.save} />
      </Form>
    </>
  )
}
