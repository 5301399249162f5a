import { Button, Form, LinkButton, localHref, useLanguage } from '@ruqsat/web'
import type { TaskScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'

/** The head's way to the signature. */
export function SignStart({ scene }: { readonly scene: TaskScene }) {
  const language = useLanguage()
  const { view, task } = scene
  const { caseId } = view.summary
  const isPrepared = view.state.prepared !== null
  return (
    <>
      <p>{isPrepared ? texts.signStart.ready : texts.signStart.lead}</p>
      {isPrepared ? (
        <p>
          <LinkButton href={localHref(language, PATHS.sign(caseId, task.id))} text={texts.signStart.goOn} />
        </p>
      ) : (
        <Form action={localHref(language, PATHS.prepare(caseId, task.id))}>
          <Button text={texts.signStart.prepare} />
        </Form>
      )}
    </>
  )
}
