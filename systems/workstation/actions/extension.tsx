// The term is extended, once, where the table allows it: by how many days, on which ground of its list, and why in this case. The applicant reads it.
import { refuseEngine } from '@ruqsat/engine'
import { Radios, TextInput } from '@ruqsat/web'
import { fieldName, typedRow, type ActionProps, type TaskAction } from './action.ts'
import { ActionForm, errorOf, ReasonField, SideAction, typedText } from './form.tsx'
import texts from '../texts.yaml'

const T = texts.extendTerm
const KIND = 'extendTerm'

export const extendTerm: TaskAction = {
  kind: KIND,
  isOffered: ({ step, view }) => step.extension !== undefined && view.state.extended === undefined,
  check: (form, { step: { extension } }) => {
    const amount = Number(form.text(fieldName(KIND, 'amount')))
    const most = extension?.most.amount ?? 0
    return [
      ...(Number.isInteger(amount) && amount >= 1 && amount <= most
        ? []
        : [refuseEngine('extension-too-long', { field: 'amount', facts: { most } })]),
      ...(form.text(fieldName(KIND, 'ground')) === '' ? [refuseEngine('extension-ground-missing', { field: 'ground' })] : []),
      ...(form.text(fieldName(KIND, 'reason')) === '' ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
    ]
  },
  read: (form) => ({
    kind: KIND,
    amount: Number(form.text(fieldName(KIND, 'amount'))),
    ground: form.text(fieldName(KIND, 'ground')),
    reason: form.text(fieldName(KIND, 'reason')),
  }),
  typed: (form) => [...typedRow(form, KIND, 'amount', T.amount), ...typedRow(form, KIND, 'reason', T.reason)],
  done: T.done,
  Form: ExtendForm,
}

function ExtendForm({ scene, posted }: ActionProps) {
  const { extension } = scene.step
  if (extension === undefined) return null
  const options = extension.grounds.map(({ id, text }) => ({ value: id, text }))
  return (
    <SideAction kind={KIND} scene={scene} summary={T.summary} posted={posted}>
      <p>{T.lead}</p>
      <ActionForm kind={KIND} scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <TextInput
          name={fieldName(KIND, 'amount')}
          label={T.amount}
          inputmode="numeric"
          width={4}
          value={typedText(posted, fieldName(KIND, 'amount')) ?? String(extension.most.amount)}
          error={errorOf(posted, 'amount')}
        />
        <Radios
          name={fieldName(KIND, 'ground')}
          legend={T.ground}
          options={options}
          value={typedText(posted, fieldName(KIND, 'ground')) ?? ''}
          error={errorOf(posted, 'ground')}
        />
        <ReasonField kind={KIND} posted={posted} label={T.reason} hint={T.hint} />
      </ActionForm>
    </SideAction>
  )
}
