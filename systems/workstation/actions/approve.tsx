import { refuseEngine } from '@ruqsat/engine'
import { opinionPaperFaults, SECOND_LANGUAGE, STATE_LANGUAGE } from '@ruqsat/documents'
import { fillText, writtenIn } from '@ruqsat/foundation'
import { Radios, type FormValues } from '@ruqsat/web'
import { refuseWorkstation } from '../refusals.ts'
import { fieldName, otherLanguagesIn, stateLanguageIn, typedRow, type TaskAction } from './action.ts'
import { DRAFT_TEXTS } from './draft-fields.tsx'
import { ActionForm, errorOf, ReasonField, typedText } from './form.tsx'
import texts from '../texts.yaml'

export const OPINION_TEXTS = texts.approve.opinionTexts
const T = OPINION_TEXTS
const KIND = 'approve'

function opinionIn(form: FormValues): 'agrees' | 'objects' | null {
  const text = form.text(fieldName(KIND, 'opinion'))
  return text === 'agrees' || text === 'objects' ? text : null
}

/** The interested body says whether it agrees. */
export const approve: TaskAction = {
  kind: KIND,
  check(form, scene) {
    const opinion = opinionIn(form)
    if (opinion === null) return [refuseWorkstation('workstation.opinion-missing', { field: 'opinion' })]
    const isUnreasoned = opinion === 'objects' && form.text(fieldName(KIND, 'reason')) === ''
    return [
      ...(isUnreasoned ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
      ...opinionPaperFaults({ opinion, ...stateLanguageIn(form, KIND) }, scene.language),
    ]
  },
  read: (form) => ({
    kind: KIND,
    opinion: opinionIn(form) ?? 'objects',
    reason: form.text(fieldName(KIND, 'reason')),
    ...otherLanguagesIn(form, KIND),
  }),
  typed(form) {
    const opinion = opinionIn(form)
    return [
      ...(opinion === null ? [] : [{ key: T.opinion, value: T[opinion] }]),
      ...typedRow(form, KIND, 'reason', T.reason),
      ...typedRow(form, KIND, 'inStateLanguage', fillText(T.reasonIn, { language: writtenIn(STATE_LANGUAGE) })),
      ...typedRow(form, KIND, 'alsoIn', fillText(T.reasonIn, { language: writtenIn(SECOND_LANGUAGE) })),
    ]
  },
  done: texts.approve.done,
  Form: ({ scene, posted }) => (
    <ActionForm kind={KIND} scene={scene} button={{ text: texts.approve.button }}>
      <Radios
        name={fieldName(KIND, 'opinion')}
        legend={T.opinion}
        value={typedText(posted, 'opinion') ?? ''}
        error={errorOf(posted, 'opinion')}
        options={[
          { value: 'agrees', text: T.agrees },
          { value: 'objects', text: T.objects },
        ]}
      />
      <ReasonField
        kind={KIND}
        posted={posted}
        label={fillText(T.reasonIn, { language: writtenIn(scene.language) })}
        hint={texts.approve.hint}
      />
      {scene.language === STATE_LANGUAGE && (
        <ReasonField
          kind={KIND}
          field="alsoIn"
          posted={posted}
          label={fillText(T.reasonIn, { language: writtenIn(SECOND_LANGUAGE) })}
          hint={DRAFT_TEXTS.secondLanguageHint}
          optional
        />
      )}
      {scene.language !== STATE_LANGUAGE && (
        <ReasonField
          kind={KIND}
          field="inStateLanguage"
          posted={posted}
          label={fillText(T.reasonIn, { language: writtenIn(STATE_LANGUAGE) })}
          hint={texts.approve.bothHint}
        />
      )}
    </ActionForm>
  ),
}
