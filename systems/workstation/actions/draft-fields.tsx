// The draft of the result: what the officer decides, by which grounds of the closed list, in which words. `examine` makes it, `conclude` completes it.
import { Cited, CitedList } from '@ruqsat/lawpages'
import { refuseEngine, type CaseState, type DraftResult, type WrittenDraft } from '@ruqsat/engine'
import { draftPaperFaults, SECOND_LANGUAGE, STATE_LANGUAGE } from '@ruqsat/documents'
import { fillText, inAll, isRefusal, parsePrintable, type Refusal, formatDate, type LocalText, writtenIn } from '@ruqsat/foundation'
import { confirmationOf, usableSource, type Ground } from '@ruqsat/law'
import { Checkboxes, Details, Radios, type FormValues, type SummaryRow } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { CaseFile, TaskScene } from '../cases/open.ts'
import { refuseWorkstation } from '../refusals.ts'
import { fieldName, otherLanguagesIn, typedRow, type Posted, type TaskActionKind } from './action.ts'
import { errorOf, ReasonField } from './form.tsx'
import texts from '../texts.yaml'

export const DRAFT_TEXTS = texts.draftFields.draftTexts
const T = DRAFT_TEXTS

type WhoseCase = { readonly view: { readonly state: Pick<CaseState, 'basis' | 'complaintAbout'> } }

/** The words of a draft: of a request a grant or a refusal, of a complaint whether it is satisfied, of proceedings that the authority opened a measure or none. */
export function draftWords({ view: { state } }: WhoseCase): typeof T {
  if (state.complaintAbout !== undefined) return { ...T, ...texts.draftFields.ofComplaint }
  return state.basis === undefined ? T : { ...T, ...texts.draftFields.ofMeasure }
}

type DraftKind = 'examine' | 'conclude'

/** What is in the form; null decision where none was chosen. */
function choiceOf(form: FormValues, kind: DraftKind): 'grant' | 'refuse' | 'incomplete' | null {
  const value = form.text(fieldName(kind, 'decision'))
  return value === 'grant' || value === 'refuse' || value === 'incomplete' ? value : null
}

export function isIncomplete(form: FormValues, kind: DraftKind): boolean {
  return choiceOf(form, kind) === 'incomplete'
}

export function readDraft(form: FormValues, kind: DraftKind): DraftResult {
  return {
    decision: choiceOf(form, kind) === 'grant' ? 'grant' : 'refuse',
    groundIds: form.texts(fieldName(kind, 'groundIds')).filter((id) => id !== ''),
    explanation: form.text(fieldName(kind, 'explanation')),
  }
}

/** All that is wrong at once; the engine says the same one by one. */
export function draftFaults(form: FormValues, kind: DraftKind, scene: CaseFile): readonly Refusal[] {
  if (choiceOf(form, kind) === null) return [refuseWorkstation('workstation.decision-missing', { field: 'decision' })]
  const draft = { ...readDraft(form, kind), ...otherLanguagesIn(form, kind) }
  const { decision, groundIds, explanation, inStateLanguage = '', alsoIn } = draft
  return [
    ...(decision === 'grant' && groundIds.length > 0 ? [refuseEngine('grounds-with-grant', { field: 'groundIds' })] : []),
    ...(decision === 'refuse' && groundIds.length === 0 ? [refuseEngine('grounds-missing', { field: 'groundIds' })] : []),
    ...(decision === 'refuse' && explanation === '' ? [refuseEngine('explanation-empty', { field: 'explanation' })] : []),
    ...Object.entries({ explanation, inStateLanguage, alsoIn: alsoIn?.text ?? '' }).flatMap(([field, text]) => {
      const read = parsePrintable(text)
      return isRefusal(read) ? [{ ...read, field }] : []
    }),
    ...draftPaperFaults(draft, scene),
  ]
}

export function typedDraft(form: FormValues, kind: DraftKind, scene: CaseFile | null): readonly SummaryRow[] {
  const choice = choiceOf(form, kind)
  const words = scene === null ? T : draftWords(scene)
  const grounds = readDraft(form, kind).groundIds.map((id) => scene?.variant.grounds.find((ground) => ground.id === id)?.text ?? id)
  return [
    ...(choice === null ? [] : [{ key: T.decision, value: words[choice] }]),
    ...grounds.map((text) => ({ key: words.grounds, value: text })),
    ...typedReasons(form, kind, T.explanation),
  ]
}

/** What was typed into `ReasonFields`. */
export function typedReasons(form: FormValues, kind: TaskActionKind, key: LocalText): readonly SummaryRow[] {
  return [
    ...typedRow(form, kind, 'explanation', key),
    ...typedRow(form, kind, 'inStateLanguage', fillText(T.explanationIn, { language: writtenIn(STATE_LANGUAGE) })),
    ...typedRow(form, kind, 'alsoIn', fillText(T.explanationIn, { language: writtenIn(SECOND_LANGUAGE) })),
  ]
}

export type DraftFieldsProps = {
  readonly kind: DraftKind
  readonly scene: TaskScene
  readonly posted: Posted | null
  readonly before: WrittenDraft | null
  /** Whether the officer may still find the set of documents incomplete. */
  readonly mayBeIncomplete: boolean
}

export function DraftFields({ mayBeIncomplete, ...props }: DraftFieldsProps) {
  const { kind, posted, before } = props
  const words = draftWords(props.scene)
  const options = [
    { value: 'grant', text: words.grant },
    ...(props.scene.step.onlyGrants ? [] : [{ value: 'refuse', text: words.refuse }]),
    ...(mayBeIncomplete ? [{ value: 'incomplete', text: T.incomplete }] : []),
  ]
  const hasErrors = posted !== null && posted.errors.length > 0 && choiceOf(posted.form, kind) !== null
  return (
    <>
      <Radios
        name={fieldName(kind, 'decision')}
        legend={T.decision}
        hint={props.scene.step.onlyGrants ? T.onlyGrants : words.afterDecision}
        options={options}
        value={posted ? (choiceOf(posted.form, kind) ?? '') : (before?.decision ?? '')}
        error={errorOf(posted, 'decision')}
      />
      {(props.scene.step.onlyGrants !== true || mayBeIncomplete) && (
        <RefusalPart isShown={hasErrors}>
          <GroundFields {...props} grounds={props.scene.variant.grounds} legend={words.grounds} hint={words.groundsHint} />
        </RefusalPart>
      )}
      <ReasonFields {...props} hint={words.explanationHint} wrap={(field) => <RefusalPart isShown={hasErrors}>{field}</RefusalPart>} />
    </>
  )
}

/** Seen once a refusal is chosen (workstation.css), and where a form came back with faults, which may be in here. */
function RefusalPart({ isShown, children }: { readonly isShown: boolean; readonly children?: Child }) {
  return <div class={isShown ? 'refusal-part refusal-part--shown' : 'refusal-part'}>{children}</div>
}

type Written = Pick<WrittenDraft, 'groundIds' | 'explanation' | 'inStateLanguage' | 'alsoIn'>
type RefusingProps = {
  readonly kind: TaskActionKind
  readonly scene: TaskScene
  readonly posted: Posted | null
  readonly before: Written | null
}
type GroundProps = RefusingProps & { readonly grounds: readonly Ground[]; readonly legend: LocalText; readonly hint?: LocalText }

/** What somebody answers for can be chosen; what the package only assumes is shown apart, so that nobody looks for it in the list. */
export function GroundFields({ kind, scene, posted, before, grounds, legend, hint }: GroundProps) {
  const { regulation, confirmations } = scene
  const usable = grounds.flatMap((ground) => {
    const source = usableSource(regulation, ground, confirmations)
    return source === null ? [] : [{ ground, source }]
  })
  const others = grounds.filter((ground) => usable.every((each) => each.ground !== ground))
  return (
    <>
      <Checkboxes
        name={fieldName(kind, 'groundIds')}
        legend={legend}
        {...(hint && { hint })}
        values={posted?.form.texts(fieldName(kind, 'groundIds')) ?? before?.groundIds ?? []}
        error={errorOf(posted, 'groundIds')}
        options={usable.map(({ ground, source }) => ({
          value: ground.id,
          text: ground.text,
          hint: remedyText(ground.remedy),
          more: (
            <>
              <Cited regulation={regulation} source={source} />
              <ConfirmedBy scene={scene} ground={ground} />
            </>
          ),
        }))}
      />
      {others.length > 0 && (
        <Details summary={T.unconfirmed}>
          <CitedList regulation={regulation} items={others} />
        </Details>
      )}
    </>
  )
}

function ConfirmedBy({ scene, ground }: { readonly scene: TaskScene; readonly ground: Ground }) {
  const confirmation = ground.source.certainty === 'assumed' ? confirmationOf(scene.regulation, ground.id, scene.confirmations) : null
  if (confirmation === null) return null
  const on = inAll((language) => formatDate(confirmation.on, language))
  return <span class="muted"> {fillText(T.confirmed, { by: confirmation.by, on })}</span>
}

type ReasonProps = RefusingProps & {
  readonly hint: LocalText
  /** Around the field in the state language; left out: nothing. */
  readonly wrap?: (field: Child) => Child
}

/** For a request in Kazakh one field, and one that may stay empty in the second language; else one in its language and one in the state language. */
export function ReasonFields({ kind, scene, posted, before, hint, wrap = (field) => field }: ReasonProps) {
  const { language } = scene
  const isStateLanguage = language === STATE_LANGUAGE
  return (
    <>
      <ReasonField
        kind={kind}
        field="explanation"
        posted={posted}
        label={fillText(T.explanationIn, { language: writtenIn(language) })}
        hint={hint}
        value={before?.explanation ?? ''}
        rows={6}
      />
      {isStateLanguage &&
        wrap(
          <ReasonField
            kind={kind}
            field="alsoIn"
            posted={posted}
            label={fillText(T.explanationIn, { language: writtenIn(SECOND_LANGUAGE) })}
            hint={T.secondLanguageHint}
            value={before?.alsoIn?.text ?? ''}
            rows={6}
            optional
          />,
        )}
      {!isStateLanguage &&
        wrap(
          <ReasonField
            kind={kind}
            field="inStateLanguage"
            posted={posted}
            label={fillText(T.explanationIn, { language: writtenIn(STATE_LANGUAGE) })}
            hint={T.stateLanguageHint}
            value={before?.inStateLanguage ?? ''}
            rows={6}
          />,
        )}
    </>
  )
}

export function remedyText(remedy: LocalText) {
  return inAll((language) => fillText(T.remedy, { remedy: remedy[language] })[language])
}
