import { LinkButton, localHref, useLanguage } from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import type { TaskAction, ActionProps } from './action.ts'
import { ActionForm } from './form.tsx'
import texts from '../texts.yaml'
/** The clerk gives the signed result out. */
export const handOver: TaskAction<'handOver'> = {
  kind: 'handOver',
  isOffered: () => true,
  check: () => [],
  read: () => ({ kind: 'handOver' }),
  typed: () => [],
  done: texts.handOver.done,
  Form: ({ scene }) => <HandOverForm scene={scene} />,
}

function HandOverForm({ scene }: Pick<ActionProps, 'scene'>) {
  const language = useLanguage()
  const { result } = scene.view
  return (
    <>
      <p>{texts.handOver.page.lead}</p>
      {result !== null && (
        <p>
          <LinkButton kind="secondary" href={localHref(language, PATHS.document(result.documentId))} text={texts.handOver.page.look} />
        </p>
      )}
      <ActionForm kind="handOver" scene={scene} button={{ text: texts.handOver.page.button }} />
    </>
  )
}
