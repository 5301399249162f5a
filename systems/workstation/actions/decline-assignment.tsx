import { refuseEngine } from '@ruqsat/engine'
import { fieldName, typedRow, type TaskAction } from './action.ts'
import { ActionForm, ReasonField, SideAction } from './form.tsx'
import texts from '../texts.yaml'
/** The officer gives the case back to the head, with a reason. */
export const declineAssignment: TaskAction<'declineAssignment'> = {
  kind: 'declineAssignment',
  isOffered: ({ task, view, staff }) => task.assignee === staff.id && view.state.officerId === staff.id,
  check: (form) => (form.text(fieldName('declineAssignment', 'reason')) === '' ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
  read: (form) => ({ kind: 'declineAssignment', reason: form.text(fieldName('declineAssignment', 'reason')) }),
  typed: (form) => typedRow(form, 'declineAssignment', 'reason', texts.declineAssignment.page.reason),
  done: texts.declineAssignment.done,
  Form: ({ scene, posted }) => (
    <SideAction kind="declineAssignment" scene={scene} summary={texts.declineAssignment.page.summary} posted={posted}>
      <ActionForm kind="declineAssignment" scene={scene} button={{ text: texts.declineAssignment.page.button, kind: 'warning' }}>
        <ReasonField
          kind="declineAssignment"
          posted={posted}
          label={texts.declineAssignment.page.reason}
          hint={texts.declineAssignment.page.hint}
        />
      </ActionForm>
    </SideAction>
  ),
}
