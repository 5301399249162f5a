import { refuseEngine } from '@ruqsat/engine'
import { fieldName, typedRow, type TaskAction } from './action.ts'
import { ActionForm, ReasonField, SideAction } from './form.tsx'
import texts from '../texts.yaml'

const T = texts.returnToOfficer.page

/** The work goes back to the step that the act's table names, with a reason. */
export const returnToOfficer: TaskAction<'returnToOfficer'> = {
  kind: 'returnToOfficer',
  isOffered: ({ step }) => step.returnTo !== undefined,
  check: (form) => (form.text(fieldName('returnToOfficer', 'reason')) === '' ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
  read: (form) => ({ kind: 'returnToOfficer', reason: form.text(fieldName('returnToOfficer', 'reason')) }),
  typed: (form) => typedRow(form, 'returnToOfficer', 'reason', T.reason),
  done: texts.returnToOfficer.done,
  Form: ({ scene, posted }) => (
    <SideAction kind="returnToOfficer" scene={scene} summary={T.summary} posted={posted}>
      <ActionForm kind="returnToOfficer" scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <ReasonField kind="returnToOfficer" posted={posted} label={T.reason} hint={T.hint} />
      </ActionForm>
    </SideAction>
  ),
}
