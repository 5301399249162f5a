import { ENGINE_REFUSALS } from '@ruqsat/engine'
import { refuse } from '@ruqsat/foundation'
import { local, Radios } from '@ruqsat/web'
import { refuseWorkstation } from '../refusals.ts'
import { fieldName, typedRow, type Deed } from './deed.ts'
import { DeedForm, errorOf, ReasonField, typedText } from './form.tsx'

export const OPINION_TEXTS = {
  opinion: local('Қорытынды', 'Заключение', 'Opinion'),
  agrees: local('Келісеміз', 'Согласны', 'We agree'),
  objects: local('Қарсымыз', 'Возражаем', 'We object'),
  reason: local('Негіздеме', 'Обоснование', 'Reasons'),
}
const T = OPINION_TEXTS
const HINT = local('Қарсы болсаңыз, міндетті.', 'Обязательно, если возражаете.', 'Required if you object.')
const BUTTON = local('Қорытынды беру', 'Дать заключение', 'Give the opinion')

function opinionOf(text: string): 'agrees' | 'objects' | null {
  return text === 'agrees' || text === 'objects' ? text : null
}

/** The interested body says whether it agrees. */
export const approve: Deed<'approve'> = {
  kind: 'approve',
  isOffered: () => true,
  check(form) {
    const opinion = opinionOf(form.text(fieldName('approve', 'opinion')))
    if (opinion === null) return [refuseWorkstation('workstation.opinion-missing', { field: 'opinion' })]
    const isUnreasoned = opinion === 'objects' && form.text(fieldName('approve', 'reason')) === ''
    return isUnreasoned ? [refuse(ENGINE_REFUSALS, 'reason-empty', { field: 'reason' })] : []
  },
  read: (form) => ({
    kind: 'approve',
    opinion: opinionOf(form.text(fieldName('approve', 'opinion'))) ?? 'objects',
    reason: form.text(fieldName('approve', 'reason')),
  }),
  typed(form) {
    const opinion = opinionOf(form.text(fieldName('approve', 'opinion')))
    return [...(opinion === null ? [] : [{ key: T.opinion, value: T[opinion] }]), ...typedRow(form, 'approve', 'reason', T.reason)]
  },
  done: local('Қорытынды берілді', 'Заключение дано', 'The opinion is given'),
  Form: ({ scene, posted }) => (
    <DeedForm kind="approve" scene={scene} button={{ text: BUTTON }}>
      <Radios
        name={fieldName('approve', 'opinion')}
        legend={T.opinion}
        value={typedText(posted, 'opinion') ?? ''}
        error={errorOf(posted, 'opinion')}
        options={[
          { value: 'agrees', text: T.agrees },
          { value: 'objects', text: T.objects },
        ]}
      />
      <ReasonField kind="approve" posted={posted} label={T.reason} hint={HINT} />
    </DeedForm>
  ),
}
