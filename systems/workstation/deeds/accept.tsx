import { local, useSay } from '@ruqsat/web'
import type { Deed } from './deed.ts'
import { DeedForm } from './form.tsx'

const T = {
  lead: local(
    'Сұрау салу тіркеу журналына жазылады, кіріс нөмірі өзі беріледі, келесі қадам басталады.',
    'Запрос вносится в журнал регистрации, входящий номер присваивается сам, начинается следующий шаг.',
    'The request is entered in the journal, gets its incoming number by itself, and the next step begins.',
  ),
  button: local('Журналға тіркеу', 'Внести в журнал', 'Enter in the journal'),
}

/** The clerk takes the request in. */
export const accept: Deed<'accept'> = {
  kind: 'accept',
  isOffered: () => true,
  check: () => [],
  read: () => ({ kind: 'accept' }),
  typed: () => [],
  done: local('Сұрау салу журналға тіркелді', 'Запрос внесён в журнал', 'The request is entered in the journal'),
  Form: ({ scene }) => <AcceptForm scene={scene} />,
}

function AcceptForm({ scene }: Pick<Parameters<Deed['Form']>[0], 'scene'>) {
  const say = useSay()
  return (
    <DeedForm kind="accept" scene={scene} button={{ text: T.button }}>
      <p>{say(T.lead)}</p>
    </DeedForm>
  )
}
