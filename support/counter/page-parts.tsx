// What the pages of an entry share.
import type { LocalText, Refusal } from '@ruqsat/foundation'
import { systemName } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Button, Form, localHref, SummaryList, useLanguage, type FieldError } from '@ruqsat/web'
import type { CounterDesk } from './desk.ts'
import type { OpenEntry } from './model.ts'
import T from './texts.yaml'

export type Shown = {
  readonly desk: CounterDesk
  readonly open: OpenEntry
  readonly refusals: readonly Refusal[]
  readonly errors: readonly FieldError[]
}

export function Title({ open, text }: { readonly open: OpenEntry; readonly text: LocalText }) {
  return (
    <>
      <h1>{text}</h1>
      <p>
        {open.step.name} <Cited regulation={open.edition.regulation} source={open.step.source} />
      </p>
    </>
  )
}

/** One button that asks for a step, with nothing to fill in. */
export function Ask({
  desk,
  open,
  what,
  text,
  kind,
}: {
  readonly desk: CounterDesk
  readonly open: OpenEntry
  readonly what: string
  readonly text: LocalText
  readonly kind?: 'secondary' | 'quiet'
}) {
  return (
    <Form action={localHref(useLanguage(), desk.paths.entry(open.entry.id))} part={what}>
      <input type="hidden" name="do" value={what} />
      <Button text={text} {...(kind && { kind })} />
    </Form>
  )
}

/** What the registers have answered, and the power of attorney that was found. */
export function Said({ open }: Pick<Shown, 'open'>) {
  const { said, power } = open.entry.content
  return (
    <>
      {said.map(({ system, about, kind, facts }) => (
        <>
          <h2>{systemName(system, open.edition.regulation)}</h2>
          <SummaryList
            compact
            rows={[
              { key: T.identifier, value: <span class="number">{about}</span> },
              ...(kind === 'absent'
                ? [{ key: T.registerSays, value: T.absent }]
                : Object.entries(facts).map(([fact, value]) => ({ key: T.facts[fact as keyof typeof T.facts], value }))),
            ]}
          />
        </>
      ))}
      {power !== null && (
        <>
          <h2>{T.power}</h2>
          <SummaryList
            compact
            rows={[
              { key: T.powerNumber, value: power.number },
              { key: T.scope, value: power.scope },
            ]}
          />
        </>
      )}
    </>
  )
}
