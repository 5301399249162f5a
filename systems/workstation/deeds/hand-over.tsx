import { LinkButton, local, localHref, useLanguage, useSay } from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import type { Deed, DeedProps } from './deed.ts'
import { DeedForm } from './form.tsx'

const T = {
  lead: local(
    'Нәтижеге қол қойылған. Берілгеннен кейін іс жабылады, өтініш берушіге хабар барады.',
    'Результат подписан. После выдачи дело закрывается, заявителю уходит сообщение.',
    'The result is signed. When it is handed over the case is closed and the applicant is told.',
  ),
  look: local('Қол қойылған нәтижені көру', 'Посмотреть подписанный результат', 'Look at the signed result'),
  button: local('Нәтижені беру', 'Выдать результат', 'Hand the result over'),
}

/** The clerk gives the signed result out. */
export const handOver: Deed<'handOver'> = {
  kind: 'handOver',
  isOffered: () => true,
  check: () => [],
  read: () => ({ kind: 'handOver' }),
  typed: () => [],
  done: local('Нәтиже берілді', 'Результат выдан', 'The result is handed over'),
  Form: ({ scene }) => <HandOverForm scene={scene} />,
}

function HandOverForm({ scene }: Pick<DeedProps, 'scene'>) {
  const say = useSay()
  const language = useLanguage()
  const { result } = scene.view
  return (
    <>
      <p>{say(T.lead)}</p>
      {result !== null && (
        <p>
          <LinkButton kind="secondary" href={localHref(language, PATHS.document(result.documentId))} text={T.look} />
        </p>
      )}
      <DeedForm kind="handOver" scene={scene} button={{ text: T.button }} />
    </>
  )
}
