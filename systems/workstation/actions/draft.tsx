import { isOver, outcomeTime } from '@ruqsat/engine'
import type { Instant } from '@ruqsat/foundation'
import type { TaskScene } from '../cases/open.ts'
import { otherLanguagesIn, type TaskAction } from './action.ts'
import { DraftFields, draftFaults, isIncomplete, readDraft, typedDraft, type DraftFieldsProps } from './draft-fields.tsx'
import { ActionForm } from './form.tsx'
import texts from '../texts.yaml'

/** The officer examines the request and drafts the result. */
export const examine = drafting('examine', ({ view }) => view.state.draft)

/** The officer weighs the opinion and completes the result. */
export const conclude = drafting('conclude', ({ view }) => view.state.conclusion ?? view.state.draft)

function drafting(kind: DraftFieldsProps['kind'], before: (scene: TaskScene) => DraftFieldsProps['before']): TaskAction {
  return {
    kind,
    check: (form, scene) => draftFaults(form, kind, scene),
    read: (form) => ({
      kind,
      draft: readDraft(form, kind),
      ...otherLanguagesIn(form, kind),
      ...(kind === 'examine' && isIncomplete(form, kind) && { incomplete: true }),
    }),
    typed: (form, scene) => typedDraft(form, kind, scene),
    done: texts[kind].done,
    Form: ({ scene, posted, now }) => (
      <ActionForm kind={kind} scene={scene} button={{ text: texts[kind].button }}>
        <DraftFields
          kind={kind}
          scene={scene}
          posted={posted}
          before={before(scene)}
          mayBeIncomplete={kind === 'examine' && mayBeIncomplete(scene, now)}
        />
      </ActionForm>
    ),
  }
}

/** Where the step foresees it, until the end of the time that the step gives it. */
function mayBeIncomplete({ step, task }: TaskScene, now: Instant): boolean {
  const time = outcomeTime(task, 'incomplete')
  return step.next.some(({ when }) => when === 'incomplete') && (time === null || !isOver(time, now))
}
