import { isOver, outcomeTime } from '@ruqsat/engine'
import type { Instant } from '@ruqsat/foundation'
import type { TaskScene } from '../cases/open.ts'
import type { TaskAction } from './action.ts'
import { DraftFields, draftFaults, isIncomplete, readDraft, readStateLanguage, typedDraft } from './draft-fields.tsx'
import { ActionForm } from './form.tsx'
import texts from '../texts.yaml'
/** The officer examines the request and drafts the result. */
export const examine: TaskAction<'examine'> = {
  kind: 'examine',
  isOffered: () => true,
  check: (form, scene) => draftFaults(form, 'examine', scene),
  read: (form) => ({
    kind: 'examine',
    draft: readDraft(form, 'examine'),
    ...readStateLanguage(form, 'examine'),
    ...(isIncomplete(form, 'examine') && { incomplete: true }),
  }),
  typed: (form, scene) => typedDraft(form, 'examine', scene),
  done: texts.examine.done,
  Form: ({ scene, posted, now }) => (
    <ActionForm kind="examine" scene={scene} button={{ text: texts.examine.button }}>
      <DraftFields
        kind="examine"
        scene={scene}
        posted={posted}
        before={scene.view.state.draft}
        mayBeIncomplete={mayBeIncomplete(scene, now)}
      />
    </ActionForm>
  ),
}

/** Where the step foresees it, until the end of the time that the step gives it. */
function mayBeIncomplete({ step, task }: TaskScene, now: Instant): boolean {
  const time = outcomeTime(task, 'incomplete')
  return step.next.some(({ when }) => when === 'incomplete') && (time === null || !isOver(time, now))
}
