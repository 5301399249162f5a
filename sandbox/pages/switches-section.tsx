import { Button, Form, localHref, Select, useLanguage } from '@ruqsat/web'
import { MODES, type Neighbour, NEIGHBOURS } from '../work/switches.ts'
import texts from './texts.yaml'

export function SwitchesSection({ modes }: { readonly modes: Readonly<Record<Neighbour, string>> }) {
  return (
    <>
      <h2 id="switches">{texts.switches}</h2>
      <p>{texts.switchesLead}</p>
      <Form action={localHref(useLanguage(), '/sandbox/switches')}>
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
