import type { TaskAction } from './action.ts'
import { DraftFields, draftFaults, readDraft, readStateLanguage, typedDraft } from './draft-fields.tsx'
import { ActionForm } from './form.tsx'
import texts from '../texts.yaml'
/** The officer weighs the opinion and completes the result. */
export const conclude: TaskAction<'conclude'> = {
  kind: 'conclude',
  isOffered: () => true,
  check: (form, scene) => draftFaults(form, 'conclude', scene),
  read: (form) => ({ kind: 'conclude', draft: readDraft(form, 'conclude'), ...readStateLanguage(form, 'conclude') }),
  typed: (form, scene) => typedDraft(form, 'conclude', scene),
  done: texts.conclude.done,
  Form: ({ scene, posted }) => (
    <ActionForm kind="conclude" scene={scene} button={{ text: texts.conclude.button }}>
      <DraftFields kind="conclude" scene={scene} posted={posted} before={scene.view.state.conclusion ?? scene.view.state.draft} />
    </ActionForm>
  ),
}
