import { refuseEngine } from '@ruqsat/engine'
import { fieldName, typedRow, type TaskAction } from './action.ts'
import { ActionForm, ReasonField, SideAction } from './form.tsx'
import texts from '../texts.yaml'
/** The work goes back to the step that the act's table names, with a reason. */
export const returnToOfficer: TaskAction<'returnToOfficer'> = {
  kind: 'returnToOfficer',
  isOffered: ({ step }) => step.returnTo !== undefined,
  check: (form) => (form.text(fieldName('returnToOfficer', 'reason')) === '' ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
  read: (form) => ({ kind: 'returnToOfficer', reason: form.text(fieldName('returnToOfficer', 'reason')) }),
  typed: (form) => typedRow(form, 'returnToOfficer', 'reason', texts.returnToOfficer.page.reason),
  done: texts.returnToOfficer.done,
  Form: ({ scene, posted }) => (
    <SideAction kind="returnToOfficer" scene={scene} summary={texts.returnToOfficer.page.summary} posted={posted}>
      <ActionForm kind="returnToOfficer" scene={scene} button={{ text: texts.returnToOfficer.page.button, kind: 'warning' }}>
        <ReasonField
          kind="returnToOfficer"
          posted={posted}
          label={texts.returnToOfficer.page.reason}
          hint={texts.returnToOfficer.page.hint}
        />
      </ActionForm>
    </SideAction>
  ),
}
