import { ENGINE_REFUSALS } from '@ruqsat/engine'
import { refuse } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'
import { fieldName, typedRow, type Deed } from './deed.ts'
import { DeedForm, ReasonField, SideDeed } from './form.tsx'

const T = {
  summary: local('Орындаушыға қайтару', 'Вернуть исполнителю', 'Return to the officer'),
  reason: local('Қайтару себебі', 'Причина возврата', 'Reason for the return'),
  hint: local('Нені түзету керегін жазыңыз.', 'Напишите, что нужно исправить.', 'Write what has to be put right.'),
  button: local('Орындаушыға қайтару', 'Вернуть исполнителю', 'Return to the officer'),
}

/** The work goes back to the step that the act's table names, with a reason. */
export const returnToOfficer: Deed<'returnToOfficer'> = {
  kind: 'returnToOfficer',
  isOffered: ({ step }) => step.returnTo !== undefined,
  check: (form) =>
    form.text(fieldName('returnToOfficer', 'reason')) === '' ? [refuse(ENGINE_REFUSALS, 'reason-empty', { field: 'reason' })] : [],
  read: (form) => ({ kind: 'returnToOfficer', reason: form.text(fieldName('returnToOfficer', 'reason')) }),
  typed: (form) => typedRow(form, 'returnToOfficer', 'reason', T.reason),
  done: local('Іс орындаушыға қайтарылды', 'Дело возвращено исполнителю', 'The case went back to the officer'),
  Form: ({ scene, posted }) => (
    <SideDeed kind="returnToOfficer" scene={scene} summary={T.summary} posted={posted}>
      <DeedForm kind="returnToOfficer" scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <ReasonField kind="returnToOfficer" posted={posted} label={T.reason} hint={T.hint} />
      </DeedForm>
    </SideDeed>
  ),
}
