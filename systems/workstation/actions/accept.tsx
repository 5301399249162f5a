import type { TaskAction } from './action.ts'
import { ActionForm } from './form.tsx'
import texts from '../texts.yaml'
/** The clerk takes the request in. */
export const accept: TaskAction<'accept'> = {
  kind: 'accept',
  isOffered: () => true,
  check: () => [],
  read: () => ({ kind: 'accept' }),
  typed: () => [],
  done: texts.accept.done,
  Form: ({ scene }) => <AcceptForm scene={scene} />,
}

function AcceptForm({ scene }: Pick<Parameters<TaskAction['Form']>[0], 'scene'>) {
  return (
    <ActionForm kind="accept" scene={scene} button={{ text: texts.accept.page.button }}>
      <p>{texts.accept.page.lead}</p>
    </ActionForm>
  )
}
