// Chosen cases of one officer to another: each case is an act of its own with its own outcome.
import type { TaskSummary } from '@ruqsat/caseflow'
import { TEXT_LIMIT } from '@ruqsat/engine'
import { Button, errorAt, fieldId, Select, Textarea, useLanguage, type FieldError } from '@ruqsat/web'
import type { Staff } from '../contract.ts'
import texts from '../texts.yaml'

export type Reassigning = { readonly cases: readonly string[]; readonly from: string; readonly officerId: string; readonly reason: string }

type ChoiceProps = { readonly task: TaskSummary; readonly isFirst: boolean; readonly typed: Reassigning | null }

export function CaseChoice({ task, isFirst, typed }: ChoiceProps) {
  // The first has the address that the summary of errors leads to.
  const id = isFirst ? fieldId('case') : `${fieldId('case')}-${task.caseId}`
  return (
    <div class="choice">
      <input
        class="choice__input choice__input--checkbox"
        type="checkbox"
        name="case"
        id={id}
        value={task.caseId}
        checked={typed?.cases.includes(task.caseId) === true}
      />
      <label class="choice__label" for={id}>
        {texts.overview.choose} <span class="visually-hidden">{task.requestNumber}</span>
      </label>
    </div>
  )
}

type FieldsProps = { readonly officers: readonly Staff[]; readonly typed: Reassigning | null; readonly errors: readonly FieldError[] }

export function ReassignFields({ officers, typed, errors }: FieldsProps) {
  const language = useLanguage()
  if (officers.length === 0) return null
  return (
    <>
      <h2>{texts.overview.reassignTitle}</h2>
      <Select
        name="reassign-officer"
        label={texts.assign.page.officer}
        options={officers.map(({ id, name, position }) => ({ value: id, text: `${name}, ${position[language]}` }))}
        value={typed?.officerId ?? ''}
        error={errorAt(errors, 'reassign-officer') ?? null}
      />
      <Textarea
        name="reassign-reason"
        label={texts.case.reason}
        hint={texts.case.reassignHint}
        value={typed?.reason ?? ''}
        rows={3}
        maxlength={TEXT_LIMIT}
        error={errorAt(errors, 'reassign-reason') ?? null}
      />
      <Button text={texts.case.reassign} />
    </>
  )
}
