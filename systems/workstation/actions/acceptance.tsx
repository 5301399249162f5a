// The request is not taken in, by a ground of the list that is for that alone: no refusal of the service. What is written here is signed afterwards.
import { nonAcceptanceFaults } from '@ruqsat/documents'
import { isOver, outcomeTime, refuseEngine, type WrittenNonAcceptance } from '@ruqsat/engine'
import { isRefusal, parsePrintable } from '@ruqsat/foundation'
import type { FormValues } from '@ruqsat/web'
import { notAcceptedAt } from '../cases/signing.ts'
import { fieldName, otherLanguagesIn, type ActionProps, type TaskAction } from './action.ts'
import { GroundFields, ReasonFields, typedReasons } from './draft-fields.tsx'
import { ActionForm, SideAction } from './form.tsx'
import texts from '../texts.yaml'

const T = texts.refuseAcceptance
const KIND = 'refuseAcceptance'

function readRefused(form: FormValues): WrittenNonAcceptance {
  return {
    groundIds: form.texts(fieldName(KIND, 'groundIds')).filter((id) => id !== ''),
    explanation: form.text(fieldName(KIND, 'explanation')),
    ...otherLanguagesIn(form, KIND),
  }
}

export const refuseAcceptance: TaskAction = {
  kind: KIND,
  isOffered: ({ step, variant }) => variant.nonAcceptance !== undefined && step.next.some(({ when }) => when === 'notAccepted'),
  check: (form, scene) => {
    const refused = readRefused(form)
    const { groundIds, explanation, inStateLanguage = '', alsoIn } = refused
    return [
      ...(groundIds.length === 0 ? [refuseEngine('acceptance-grounds-missing', { field: 'groundIds' })] : []),
      ...(explanation === '' ? [refuseEngine('acceptance-explanation-empty', { field: 'explanation' })] : []),
      ...Object.entries({ explanation, inStateLanguage, alsoIn: alsoIn?.text ?? '' }).flatMap(([field, text]) => {
        const read = parsePrintable(text)
        return isRefusal(read) ? [{ ...read, field }] : []
      }),
      ...nonAcceptanceFaults(refused, scene),
    ]
  },
  read: (form) => ({ kind: KIND, ...readRefused(form) }),
  typed: (form, scene) => [
    ...readRefused(form).groundIds.map((id) => ({
      key: T.grounds,
      value: scene?.variant.nonAcceptance?.grounds.find((each) => each.id === id)?.text ?? id,
    })),
    ...typedReasons(form, KIND, T.explanation),
  ],
  done: T.done,
  Form: NotAcceptForm,
}

function NotAcceptForm({ scene, posted, now }: ActionProps) {
  const { nonAcceptance } = scene.variant
  const time = outcomeTime(scene.task, 'notAccepted')
  if (nonAcceptance === undefined || scene.view.state.deemed !== undefined || (time !== null && isOver(time, now))) return null
  const before = notAcceptedAt(scene)
  const part = { kind: KIND, scene, posted, before } as const
  return (
    <SideAction kind={KIND} scene={scene} summary={before === null ? T.summary : T.again} posted={posted}>
      <p>{T.lead}</p>
      <ActionForm kind={KIND} scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <GroundFields {...part} grounds={nonAcceptance.grounds} legend={T.grounds} />
        <ReasonFields {...part} hint={T.explanationHint} />
      </ActionForm>
    </SideAction>
  )
}
