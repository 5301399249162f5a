import { Button, Form, localHref, Select, useLanguage, useSay } from '@ruqsat/web'
import { MODES, type Neighbour, NEIGHBOURS } from '../work/switches.ts'
import { MODE_TEXTS, NEIGHBOUR_TEXTS, TEXTS } from './texts.ts'

export function SwitchesSection({ modes }: { readonly modes: Readonly<Record<Neighbour, string>> }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h2 id="switches">{say(TEXTS.switches)}</h2>
      <p>{say(TEXTS.switchesLead)}</p>
      <Form action={localHref(language, '/sandbox/switches')}>
        {NEIGHBOURS.map((neighbour) => (
          <Select
            name={neighbour}
            label={NEIGHBOUR_TEXTS[neighbour]}
            value={modes[neighbour]}
            empty={null}
            options={MODES[neighbour].map((mode) => ({ value: mode, text: MODE_TEXTS[mode] }))}
          />
        ))}
        <Button kind="secondary" text={TEXTS.save} />
      </Form>
    </>
  )
}
