// The request goes back to the applicant: the officer writes at each field and document what is missing, and leaves the others empty.
import { answersOf, SECOND_LANGUAGE, STATE_LANGUAGE, valueText, type SignedRequest } from '@ruqsat/documents'
import { askingFault, correctionOf, refuseEngine, type MissingItem } from '@ruqsat/engine'
import { fillText, writtenIn, type Refusal } from '@ruqsat/foundation'
import { formatDuration } from '@ruqsat/clock'
import { appliesTo, isCorrectable, type Field } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Details, useLanguage, type FormValues, type SummaryRow } from '@ruqsat/web'
import type { CaseFile, TaskScene } from '../cases/open.ts'
import { fieldName, otherLanguagesIn, typedRow, type ActionProps, type TaskAction } from './action.ts'
import { DRAFT_TEXTS } from './draft-fields.tsx'
import { ActionForm, ReasonField, SideAction } from './form.tsx'
import texts from '../texts.yaml'

const T = texts.askCorrection
const KIND = 'askCorrection'

export const askCorrection: TaskAction = {
  kind: KIND,
  isOffered: ({ step, view }) => correctionOf(step) !== null && !view.state.asked?.some(({ kind }) => kind === 'correction'),
  check: (form) => (missingIn(form).length === 0 ? [nothingMissing()] : []),
  read: (form) => ({ kind: KIND, missing: missingIn(form), ...otherLanguagesIn(form, KIND) }),
  typed: (form, scene) => typedMissing(form, scene),
  done: T.done,
  Form: AskForm,
}

function nothingMissing(): Refusal {
  return refuseEngine('missing-empty', { field: 'other' })
}

/** What was typed at each place; the names of the places are in the form itself. */
function missingIn(form: FormValues): readonly MissingItem[] {
  const at = (on: 'field' | 'document') =>
    form
      .names()
      .filter((name) => name.startsWith(`${KIND}-${on}-`))
      .map((name) => ({ on, id: name.slice(`${KIND}-${on}-`.length), text: form.text(name) }))
  const other = form.text(fieldName(KIND, 'other'))
  return [...at('field'), ...at('document'), ...(other === '' ? [] : [{ on: 'other' as const, text: other }])].filter(
    ({ text }) => text !== '',
  )
}

function typedMissing(form: FormValues, scene: CaseFile | null): readonly SummaryRow[] {
  const { fields, documents } = scene === null ? { fields: [], documents: [] } : placesOf(scene)
  return [
    ...missingIn(form).map((item) => ({
      key:
        item.on === 'other'
          ? T.other
          : (fields.find(({ id }) => id === item.id)?.label ?? documents.find(({ id }) => id === item.id)?.name ?? T.other),
      value: item.text,
    })),
    ...typedRow(form, KIND, 'inStateLanguage', fillText(T.inOneText, { language: writtenIn(STATE_LANGUAGE) })),
    ...typedRow(form, KIND, 'alsoIn', fillText(T.inOneText, { language: writtenIn(SECOND_LANGUAGE) })),
  ]
}

/** What of the request may be wrong: what the applicant fills in or keeps in their account, who heads the firm, and what they attach. */
function placesOf({ variant, view }: CaseFile) {
  const applicant = view.party.kind
  return {
    fields: variant.form.sections
      .flatMap((section) => section.fields)
      .filter((field) => appliesTo(field, applicant) && isCorrectable(field)),
    documents: variant.documents.filter((slot) => appliesTo(slot, applicant)),
  }
}

function AskForm({ scene, posted, now }: ActionProps) {
  const language = useLanguage()
  const correction = correctionOf(scene.step)
  const { state } = scene.view
  // What the engine would refuse in any case is offered to nobody: used up, too late, or decided by silence.
  if (correction === null || state.deemed !== undefined || askingFault(scene.task, scene.step, state, now) !== null) return null
  const { fields, documents } = placesOf(scene)
  return (
    <SideAction kind={KIND} scene={scene} summary={T.summary} posted={posted}>
      <p>
        {fillText(T.lead, { time: formatDuration(correction.duration, language) })}{' '}
        {correction.clock === 'running' ? T.clockRuns : T.clockStops} <Cited regulation={scene.regulation} source={correction.source} />
      </p>
      <p>{fillText(T.writeIn, { language: writtenIn(scene.language) })}</p>
      <ActionForm kind={KIND} scene={scene} button={{ text: T.button, kind: 'warning' }}>
        <Details summary={T.fields} open={posted !== null}>
          {fields.map((field) => (
            <ReasonField
              kind={KIND}
              field={`field-${field.id}`}
              posted={posted}
              label={field.label}
              hint={fillText(T.now, { value: valueNow(field, scene) || '—' })}
              optional
              rows={2}
            />
          ))}
        </Details>
        {documents.length > 0 && (
          <Details summary={T.documents} open={posted !== null}>
            {documents.map((slot) => (
              <ReasonField kind={KIND} field={`document-${slot.id}`} posted={posted} label={slot.name} optional rows={2} />
            ))}
          </Details>
        )}
        <ReasonField kind={KIND} field="other" posted={posted} label={T.other} hint={T.otherHint} optional rows={3} />
        {scene.language === STATE_LANGUAGE && (
          <ReasonField
            kind={KIND}
            field="alsoIn"
            posted={posted}
            label={fillText(T.inOneText, { language: writtenIn(SECOND_LANGUAGE) })}
            hint={DRAFT_TEXTS.secondLanguageHint}
            optional
            rows={3}
          />
        )}
        {scene.language !== STATE_LANGUAGE && (
          <ReasonField
            kind={KIND}
            field="inStateLanguage"
            posted={posted}
            label={fillText(T.inOneText, { language: writtenIn(STATE_LANGUAGE) })}
            hint={T.inStateLanguageHint}
            rows={3}
          />
        )}
      </ActionForm>
    </SideAction>
  )
}

function valueNow(field: Field, { view, language }: TaskScene): string {
  const answers = answersOf(
    (view.request as Partial<SignedRequest>).sections === undefined ? { sections: [] } : (view.request as SignedRequest),
  )
  return valueText(field, answers[field.id] ?? '', language)
}
