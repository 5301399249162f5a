import { Button, Form, LinkButton, local, localHref, useLanguage, useSay } from '@ruqsat/web'
import type { TaskScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'

const T = {
  lead: local(
    'Алдымен құжат дайындалады: нөмірі сақталады, содан кейін оны көріп, өз кілтіңізбен қол қоясыз.',
    'Сначала готовится документ: за ним закрепляется номер; затем вы смотрите его и подписываете своим ключом.',
    'First the document is prepared and its number reserved; then you look at it and sign it with your own key.',
  ),
  prepare: local('Құжатты дайындау', 'Подготовить документ', 'Prepare the document'),
  ready: local(
    'Құжат дайын, қол қою ғана қалды.',
    'Документ подготовлен, осталось подписать.',
    'The document is prepared; only the signature is missing.',
  ),
  goOn: local('Құжатты көріп, қол қою', 'Посмотреть и подписать', 'Look at it and sign'),
}

/** The head's way to the signature. */
export function SignStart({ scene }: { readonly scene: TaskScene }) {
  const say = useSay()
  const language = useLanguage()
  const { view, task } = scene
  const { caseId } = view.summary
  const isPrepared = view.state.prepared !== null
  return (
    <>
      <p>{say(isPrepared ? T.ready : T.lead)}</p>
      {isPrepared ? (
        <p>
          <LinkButton href={localHref(language, PATHS.sign(caseId, task.id))} text={T.goOn} />
        </p>
      ) : (
        <Form action={localHref(language, PATHS.prepare(caseId, task.id))}>
          <Button text={T.prepare} />
        </Form>
      )}
    </>
  )
}
