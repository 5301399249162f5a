import type { Field, FormSection, Regulation } from '@ruqsat/law'
import { Details, local, Table, useSay, type TableColumn } from '@ruqsat/web'
import { APPLICANTS } from '../parts/applicants.ts'
import { Cited } from '../parts/cited.tsx'
import type { ShownService } from './shown.ts'

const TEXTS = {
  form: local('Өтініште не сұралады', 'Что спрашивают в заявлении', 'What the application asks'),
  fields: local('Өтініштің өрістері', 'Поля заявления', 'The fields of the application'),
  statements: local('Қол қойып растайтындарыңыз', 'Что вы подтверждаете подписью', 'What you confirm by signing'),
  field: local('Не сұралады', 'Что спрашивают', 'What is asked'),
  needed: local('Толтырылуы', 'Заполнение', 'To be filled in'),
  source: local('Негізі', 'Основание', 'Source'),
  required: local('міндетті', 'обязательно', 'required'),
  optional: local('міндетті емес', 'необязательно', 'optional'),
}

const COLUMNS: readonly TableColumn[] = [{ text: TEXTS.field }, { text: TEXTS.needed }, { text: TEXTS.source }]

/** Everything that the application asks, and what is confirmed by signing it. */
export function FormOfService({ service }: { readonly service: ShownService }) {
  const say = useSay()
  const { regulation, variant } = service
  const { form } = variant
  return (
    <>
      <h2>{say(TEXTS.form)}</h2>
      <p>
        {form.sections.map((section) => say(section.title)).join('; ')}. <Cited regulation={regulation} source={form.source} />
      </p>
      <Details summary={TEXTS.fields}>
        {form.sections.map((section) => (
          <Fields regulation={regulation} section={section} />
        ))}
      </Details>
      {form.statements.length > 0 && <h3>{say(TEXTS.statements)}</h3>}
      <ul>
        {form.statements.map((statement) => (
          <li>
            {say(statement.text)} <Cited regulation={regulation} source={statement.source} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Fields({ regulation, section }: { readonly regulation: Regulation; readonly section: FormSection }) {
  const say = useSay()
  const rows = section.fields.map((field) => [
    <Asked field={field} />,
    `${say(field.required ? TEXTS.required : TEXTS.optional)}${field.onlyFor === undefined ? '' : `: ${say(APPLICANTS[field.onlyFor])}`}`,
    <Cited regulation={regulation} source={field.source} />,
  ])
  return <Table caption={section.title} columns={COLUMNS} rows={rows} />
}

/** The field by its label, with what can be chosen there. */
function Asked({ field }: { readonly field: Field }) {
  const say = useSay()
  if (field.type.kind !== 'choice') return <>{say(field.label)}</>
  return (
    <>
      {say(field.label)}
      <br />
      <span class="muted">{field.type.options.map((option) => say(option.label)).join('; ')}</span>
    </>
  )
}
