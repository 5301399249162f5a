import { refuseEngine } from '@ruqsat/engine'
import { Radios, Select, useLanguage } from '@ruqsat/web'
import { fieldName, typedRow, type TaskAction, type ActionProps } from './action.ts'
import { ActionForm, errorOf, ReasonField, typedText } from './form.tsx'
import texts from '../texts.yaml'
/** More than this many officers are a list, not buttons. */
const MOST_RADIOS = 6

/** The head gives the case to an officer, with an instruction. */
export const assign: TaskAction = {
  kind: 'assign',
  check: (form) => (form.text(fieldName('assign', 'officerId')) === '' ? [refuseEngine('officer-missing', { field: 'officerId' })] : []),
  read: (form) => ({
    kind: 'assign',
    officerId: form.text(fieldName('assign', 'officerId')),
    instruction: form.text(fieldName('assign', 'instruction')),
  }),
  typed: (form) => typedRow(form, 'assign', 'instruction', texts.assign.page.instruction),
  done: texts.assign.done,
  Form: AssignForm,
}

function AssignForm({ scene, posted, officers }: ActionProps) {
  const language = useLanguage()
  if (officers.length === 0) return <p>{texts.assign.page.nobody}</p>
  const common = {
    name: fieldName('assign', 'officerId'),
    value: typedText(posted, 'officerId') ?? '',
    error: errorOf(posted, 'officerId'),
  }
  const options = officers.map(({ id, name, position }) => ({ value: id, text: name, hint: position }))
  return (
    <ActionForm kind="assign" scene={scene} button={{ text: texts.assign.page.button }}>
      {officers.length > MOST_RADIOS ? (
        <Select
          {...common}
          label={texts.assign.page.officer}
          options={options.map(({ value, text, hint }) => ({ value, text: `${text}, ${hint[language]}` }))}
        />
      ) : (
        <Radios {...common} legend={texts.assign.page.officer} options={options} />
      )}
      <ReasonField
        kind="assign"
        field="instruction"
        posted={posted}
        label={texts.assign.page.instruction}
        hint={texts.assign.page.hint}
        optional
        rows={3}
      />
    </ActionForm>
  )
}
