import { Cited } from '@ruqsat/lawpages'
import { isSameSource, type Source } from '@ruqsat/foundation'
import type { Field, FormSection, Regulation } from '@ruqsat/law'
import { Details, useSay } from '@ruqsat/web'
import { APPLICANTS } from '../../common/parts/applicants.ts'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

/** Everything that the application asks, and what is confirmed by signing it. */
export function FormOfService({ service }: { readonly service: ShownService }) {
  const say = useSay()
  const { regulation, variant } = service
  const { form } = variant
  return (
    <>
      <h2>{texts.form.form}</h2>
      <p>
        {form.sections.map((section) => say(section.title)).join('; ')}. <Cited regulation={regulation} source={form.source} />
      </p>
      <Details summary={texts.form.fields}>
        <p>
          {texts.form.shared} <Cited regulation={regulation} source={form.source} />
        </p>
        {form.sections.map((section) => (
          <Fields regulation={regulation} section={section} shared={form.source} />
        ))}
      </Details>
      {form.statements.length > 0 && <h3>{texts.form.statements}</h3>}
      <ul>
        {form.statements.map((statement) => (
          <li>
            {statement.text} <Cited regulation={regulation} source={statement.source} />
          </li>
        ))}
      </ul>
    </>
  )
}

type FieldsProps = { readonly regulation: Regulation; readonly section: FormSection; readonly shared: Source }

function Fields({ regulation, section, shared }: FieldsProps) {
  return (
    <>
      <h3>{section.title}</h3>
      <ul>
        {section.fields.map((field) => (
          <li>
            <Asked field={field} />
            {!isSameSource(field.source, shared) && <Cited regulation={regulation} source={field.source} />}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The field by its label: of whom it is asked, whether it may stay empty, and what can be chosen there. */
function Asked({ field: { label, required, onlyFor, type } }: { readonly field: Field }) {
  const say = useSay()
  const limits = [
    ...(onlyFor === undefined ? [] : [`${say(texts.form.only)} ${say(APPLICANTS[onlyFor]).toLowerCase()}`]),
    ...(required ? [] : [say(texts.form.optional)]),
  ]
  return (
    <>
      {label}
      {limits.length > 0 && ` (${limits.join('; ')})`}
      {type.kind === 'choice' && <span class="muted">: {type.options.map((option) => say(option.label)).join('; ')}</span>}{' '}
    </>
  )
}
