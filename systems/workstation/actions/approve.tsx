import { refuseEngine } from '@ruqsat/engine'
import { opinionPaperFaults, STATE_LANGUAGE } from '@ruqsat/documents'
import { fillText, writtenIn } from '@ruqsat/foundation'
import { Radios, type FormValues } from '@ruqsat/web'
import { refuseWorkstation } from '../refusals.ts'
import { fieldName, typedRow, type TaskAction } from './action.ts'
import { ActionForm, errorOf, ReasonField, typedText } from './form.tsx'
import texts from '../texts.yaml'

export const OPINION_TEXTS = {
  opinion: texts.approve.opinionTexts.opinion,
  agrees: texts.approve.opinionTexts.agrees,
  objects: texts.approve.opinionTexts.objects,
  reason: texts.approve.opinionTexts.reason,
  reasonIn: texts.approve.opinionTexts.reasonIn,
}
const T = OPINION_TEXTS

function opinionOf(text: string): 'agrees' | 'objects' | null {
  return text === 'agrees' || text === 'objects' ? text : null
}

function stateLanguageIn(form: FormValues): { readonly inStateLanguage?: string } {
  const text = form.text(fieldName('approve', 'inStateLanguage'))
  return text === '' ? {} : { inStateLanguage: text }
}

/** The interested body says whether it agrees. */
export const approve: TaskAction<'approve'> = {
  kind: 'approve',
  isOffered: () => true,
  check(form, scene) {
    const opinion = opinionOf(form.text(fieldName('approve', 'opinion')))
    if (opinion === null) return [refuseWorkstation('workstation.opinion-missing', { field: 'opinion' })]
    const isUnreasoned = opinion === 'objects' && form.text(fieldName('approve', 'reason')) === ''
    return [
      ...(isUnreasoned ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
      ...opinionPaperFaults({ opinion, ...stateLanguageIn(form) }, scene.language),
    ]
  },
  read: (form) => ({
    kind: 'approve',
    opinion: opinionOf(form.text(fieldName('approve', 'opinion'))) ?? 'objects',
    reason: form.text(fieldName('approve', 'reason')),
    ...stateLanguageIn(form),
  }),
  typed(form) {
    const opinion = opinionOf(form.text(fieldName('approve', 'opinion')))
    return [
      ...(opinion === null ? [] : [{ key: T.opinion, value: T[opinion] }]),
      ...typedRow(form, 'approve', 'reason', T.reason),
      ...typedRow(form, 'approve', 'inStateLanguage', fillText(T.reasonIn, { language: writtenIn(STATE_LANGUAGE) })),
    ]
  },
  done: texts.approve.done,
  Form: ({ scene, posted }) => (
    <ActionForm kind="approve" scene={scene} button={{ text: texts.approve.button }}>
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
      <ReasonField
        kind="approve"
        posted={posted}
        label={scene.language === STATE_LANGUAGE ? T.reason : fillText(T.reasonIn, { language: writtenIn(scene.language) })}
        hint={texts.approve.hint}
      />
      {scene.language !== STATE_LANGUAGE && (
        <ReasonField
          kind="approve"
          field="inStateLanguage"
          posted={posted}
          label={fillText(T.reasonIn, { language: writtenIn(STATE_LANGUAGE) })}
          hint={texts.approve.bothHint}
        />
      )}
    </ActionForm>
  ),
}
