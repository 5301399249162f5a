// The request is not taken in, by a ground of the list that is for that alone: no refusal of the service.
import { refuseEngine } from '@ruqsat/engine'
import { Cited } from '@ruqsat/lawpages'
import { Checkboxes, type FormValues } from '@ruqsat/web'
import { isOver, outcomeTime } from '@ruqsat/engine'
import { fieldName, typedRow, type ActionProps, type TaskAction } from './action.ts'
import { remedyText } from './draft-fields.tsx'
import { ActionForm, errorOf, ReasonField, SideAction } from './form.tsx'
import texts from '../texts.yaml'

const T = texts.refuseAcceptance
const KIND = 'refuseAcceptance'

const groundsIn = (form: FormValues) => form.texts(fieldName(KIND, 'groundIds')).filter((id) => id !== '')
const explanationIn = (form: FormValues) => form.text(fieldName(KIND, 'explanation'))

export const refuseAcceptance: TaskAction = {
  kind: KIND,
  isOffered: ({ step, variant }) => variant.nonAcceptance !== undefined && step.next.some(({ when }) => when === 'notAccepted'),
  check: (form) => [
    ...(groundsIn(form).length === 0 ? [refuseEngine('acceptance-grounds-missing', { field: 'groundIds' })] : []),
    ...(explanationIn(form) === '' ? [refuseEngine('acceptance-explanation-empty', { field: 'explanation' })] : []),
  ],
  read: (form) => ({ kind: KIND, groundIds: groundsIn(form), explanation: explanationIn(form) }),
  typed: (form, scene) => [
    ...groundsIn(form).map((id) => ({
      key: T.grounds,
      value: scene?.variant.nonAcceptance?.grounds.find((each) => each.id === id)?.text ?? id,
    })),
    ...typedRow(form, KIND, 'explanation', T.explanation),
  ],
  done: T.done,
  Form: NotAcceptForm,
}

function NotAcceptForm({ scene, posted, now }: ActionProps) {
  const { nonAcceptance } = scene.variant
  const time = outcomeTime(scene.task, 'notAccepted')
  if (nonAcceptance === undefined || scene.view.state.deemed !== undefined || (time !== null && isOver(time, now))) return null
  return (
    <SideAction kind={KIND} scene={scene} summary={T.summary} posted={posted}>
      <p>{T.lead}</p>
      <ActionForm kind={KIND} scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <Checkboxes
          name={fieldName(KIND, 'groundIds')}
          legend={T.grounds}
          values={posted?.form.texts(fieldName(KIND, 'groundIds')) ?? []}
          error={errorOf(posted, 'groundIds')}
          options={nonAcceptance.grounds.map((ground) => ({
            value: ground.id,
            text: ground.text,
            hint: remedyText(ground.remedy),
            more: <Cited regulation={scene.regulation} source={ground.source} />,
          }))}
        />
        <ReasonField kind={KIND} field="explanation" posted={posted} label={T.explanation} hint={T.explanationHint} />
      </ActionForm>
    </SideAction>
  )
}
