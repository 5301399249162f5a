// What is written and attached at a step that decides nothing: a letter, a visit, an entry, a question and what comes back.
import { awaited } from '@ruqsat/engine'
import { valueText, workFileField, workPage, type WorkFile, type WorkPart, type WrittenWork } from '@ruqsat/documents'
import { ACCEPTED_FILES, FieldInput, typedField } from '@ruqsat/lawpages'
import type { WritingFile } from '@ruqsat/law'
import { Button, ButtonGroup, Fieldset, FileList, FileUpload, Form, localHref, say, useLanguage, type FormValues } from '@ruqsat/web'
import type { TaskScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import { fieldName, type ActionProps, type Posted, type TaskAction } from './action.ts'
import { errorOf } from './form.tsx'
import texts from '../texts.yaml'

const KINDS = { writing: 'writeWork', answer: 'answerWork' } as const
export type WorkKind = (typeof KINDS)[WorkPart]

/** Buttons of the form besides the one that finishes it. */
export const KEEP = 'keep'
export const REMOVE = 'remove'

export const writeWork = working('writing')
export const answerWork = working('answer')

export function partOf(kind: WorkKind): WorkPart {
  return kind === 'writeWork' ? 'writing' : 'answer'
}

/** What was typed into the form, by field, as it is kept half-written too. */
export function typedValues(form: FormValues, { step }: TaskScene, kind: WorkKind): WrittenWork['values'] {
  const { fields } = workPage(step.writing!, partOf(kind))
  return Object.fromEntries(fields.map((field) => [field.id, typedField(field, form, fieldName(kind, field.id))]))
}

function working(part: WorkPart): TaskAction {
  const kind = KINDS[part]
  return {
    kind,
    isOffered: ({ step, view }) => awaited(step, view.state) === part || (part === 'writing' && awaited(step, view.state) === 'signature'),
    // Values and files are read where the draft is, `pages/work.ts`.
    read: () => ({ kind, values: {}, files: [] }),
    typed(form, scene) {
      const taskScene = scene as TaskScene | null
      if (taskScene?.step?.writing === undefined) return []
      const values = typedValues(form, taskScene, kind)
      return workPage(taskScene.step.writing, part).fields.map((field) => ({
        key: field.label,
        value: valueText(field, values[field.id] ?? '', taskScene.language),
      }))
    },
    done: part === 'answer' ? texts.work.answered : texts.work.done,
    Form: ({ scene, posted, draft }) => <WorkForm kind={kind} scene={scene} posted={posted} draft={draft} />,
  }
}

type WorkFormProps = Pick<ActionProps, 'scene' | 'posted'> & { readonly kind: WorkKind; readonly draft: WrittenWork | null }

function WorkForm({ kind, scene, posted, draft }: WorkFormProps) {
  const language = useLanguage()
  const { step, view, task } = scene
  const writing = step.writing!
  const part = partOf(kind)
  const page = workPage(writing, part)
  const values = posted === null ? (draft?.values ?? {}) : typedValues(posted.form, scene, kind)
  const hasFiles = page.files.length > 0
  return (
    <>
      {writing.to && (
        <p>
          {say(texts.work.to[step.action as 'send' | 'record' | 'ask'])}: {say(writing.to)}
        </p>
      )}
      {part === 'answer' && <p>{texts.work.awaits}</p>}
      {awaited(step, view.state) === 'signature' && <p>{texts.work.mayWriteAgain}</p>}
      <Form action={localHref(language, PATHS.task(view.summary.caseId, task.id))} once part={kind} files={hasFiles} class="task-action">
        <input type="hidden" name="task-action" value={kind} />
        <input type="hidden" name="version" value={String(view.version)} />
        {/* What Enter presses: nothing is finished or taken off by it. */}
        <button class="visually-hidden" type="submit" name={KEEP} value="yes" tabindex={-1} aria-hidden="true">
          {texts.work.keep}
        </button>
        {page.fields.map((field) => (
          <FieldInput
            field={field}
            name={fieldName(kind, field.id)}
            value={values[field.id] ?? ''}
            error={errorOf(posted, field.id)}
            regulation={scene.regulation}
            hasOwnSource={false}
          />
        ))}
        {page.files.map((slot) => (
          <Slot slot={slot} kind={kind} files={(draft?.files ?? []).filter((file) => file.slot === slot.id)} posted={posted} />
        ))}
        <ButtonGroup>
          <Button text={buttonText(scene, part)} />
          <Button text={texts.work.keep} kind="secondary" name={KEEP} value="yes" />
        </ButtonGroup>
      </Form>
    </>
  )
}

function buttonText({ step }: TaskScene, part: WorkPart) {
  if (part === 'answer') return texts.work.buttons.answer
  if (step.writing?.paper?.signed === true) return texts.work.buttons.toSign
  return texts.work.buttons[step.action as 'send' | 'visit' | 'record' | 'ask']
}

type SlotProps = {
  readonly slot: WritingFile
  readonly kind: WorkKind
  readonly files: readonly WorkFile[]
  readonly posted: Posted | null
}

/** Files that are kept already stay, also when the form comes back; more can be added, each can be taken off. */
function Slot({ slot, kind, files, posted }: SlotProps) {
  const field = workFileField(slot.id)
  return (
    <Fieldset legend={slot.name} {...(slot.hint && { hint: slot.hint })}>
      {files.length > 0 && (
        <FileList
          files={files.map((file) => ({
            ...file,
            action: (
              <Button text={texts.work.remove} kind="quiet" hiddenText={file.name} name={REMOVE} value={`${file.slot} ${file.sha256}`} />
            ),
          }))}
        />
      )}
      <FileUpload
        name={fieldName(kind, field)}
        label={files.length === 0 ? texts.work.chooseFiles : texts.work.moreFiles}
        about={slot.name}
        accept={ACCEPTED_FILES}
        multiple
        optional={!slot.required}
        error={errorOf(posted, field)}
      />
    </Fieldset>
  )
}
