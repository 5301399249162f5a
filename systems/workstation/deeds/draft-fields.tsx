// The draft of the result: what the officer decides, by which grounds of the closed list, in which words. `examine` makes it, `conclude` completes it.
import { sourceLabel } from '@ruqsat/lawpages'
import { ENGINE_REFUSALS, type DraftResult } from '@ruqsat/engine'
import { fillText, refuse, type Refusal } from '@ruqsat/foundation'
import { Checkboxes, local, Radios, SourceNote, type FormValues, type SummaryRow } from '@ruqsat/web'
import type { CaseFile, TaskScene } from '../cases/open.ts'
import { refuseWorkstation } from '../refusals.ts'
import { fieldName, typedRow, type Posted } from './deed.ts'
import { errorOf, ReasonField } from './form.tsx'

export const DRAFT_TEXTS = {
  decision: local('Шешім', 'Решение', 'Decision'),
  grant: local('Беру', 'Выдать', 'Grant'),
  refuse: local('Дәлелді бас тарту', 'Мотивированно отказать', 'Refuse with reasons'),
  incomplete: local('Бас тарту: құжаттар толық емес', 'Отказать: документы неполны', 'Refuse: the documents are incomplete'),
  grounds: local('Бас тарту негіздері', 'Основания отказа', 'Grounds of refusal'),
  groundsHint: local(
    'Тек бас тартқанда. Басқа негізбен бас тартуға болмайды.',
    'Только при отказе. По другому основанию отказать нельзя.',
    'Only for a refusal. There is no other ground to refuse on.',
  ),
  remedy: local('Не істеуге болады: {remedy}', 'Что можно сделать: {remedy}', 'What can be done: {remedy}'),
  explanation: local('Түсіндірме', 'Пояснение', 'Explanation'),
  explanationHint: local(
    'Бас тартқанда міндетті: алушыға нақты нені түзету керегін жазыңыз.',
    'При отказе обязательно: напишите, что именно заявителю нужно исправить.',
    'Required for a refusal: write what exactly the applicant has to put right.',
  ),
}
const T = DRAFT_TEXTS

type DraftKind = 'examine' | 'conclude'

/** What stands in the form; null decision where none was chosen. */
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
export function draftFaults(form: FormValues, kind: DraftKind): readonly Refusal[] {
  if (choiceOf(form, kind) === null) return [refuseWorkstation('workstation.decision-missing', { field: 'decision' })]
  const draft = readDraft(form, kind)
  const faults: Refusal[] = []
  if (draft.decision === 'grant' && draft.groundIds.length > 0)
    faults.push(refuse(ENGINE_REFUSALS, 'grounds-with-grant', { field: 'groundIds' }))
  if (draft.decision === 'refuse' && draft.groundIds.length === 0)
    faults.push(refuse(ENGINE_REFUSALS, 'grounds-missing', { field: 'groundIds' }))
  if (draft.decision === 'refuse' && draft.explanation === '')
    faults.push(refuse(ENGINE_REFUSALS, 'explanation-empty', { field: 'explanation' }))
  return faults
}

export function typedDraft(form: FormValues, kind: DraftKind, scene: CaseFile | null): readonly SummaryRow[] {
  const choice = choiceOf(form, kind)
  const grounds = readDraft(form, kind).groundIds.map((id) => scene?.variant.grounds.find((ground) => ground.id === id)?.text ?? id)
  return [
    ...(choice === null ? [] : [{ key: T.decision, value: T[choice] }]),
    ...grounds.map((text) => ({ key: T.grounds, value: text })),
    ...typedRow(form, kind, 'explanation', T.explanation),
  ]
}

export function DraftFields({
  kind,
  scene,
  posted,
  before,
  mayBeIncomplete = false,
}: {
  readonly kind: DraftKind
  readonly scene: TaskScene
  readonly posted: Posted | null
  readonly before: DraftResult | null
  /** Whether the officer may still find the set of documents incomplete. */
  readonly mayBeIncomplete?: boolean
}) {
  const { variant, regulation } = scene
  const chosen = posted?.form.texts(fieldName(kind, 'groundIds')) ?? before?.groundIds ?? []
  const options = [
    { value: 'grant', text: T.grant },
    { value: 'refuse', text: T.refuse },
    ...(mayBeIncomplete ? [{ value: 'incomplete', text: T.incomplete }] : []),
  ]
  return (
    <>
      <Radios
        name={fieldName(kind, 'decision')}
        legend={T.decision}
        options={options}
        value={posted ? (choiceOf(posted.form, kind) ?? '') : (before?.decision ?? '')}
        error={errorOf(posted, 'decision')}
      />
      <Checkboxes
        name={fieldName(kind, 'groundIds')}
        legend={T.grounds}
        hint={T.groundsHint}
        values={chosen}
        error={errorOf(posted, 'groundIds')}
        options={variant.grounds.map((ground) => ({
          value: ground.id,
          text: ground.text,
          hint: remedyText(ground.remedy),
          more: <SourceNote source={ground.source} label={sourceLabel(regulation, ground.source)} />,
        }))}
      />
      <ReasonField
        kind={kind}
        field="explanation"
        posted={posted}
        label={T.explanation}
        hint={T.explanationHint}
        value={before?.explanation ?? ''}
        rows={6}
      />
    </>
  )
}

export function remedyText(remedy: { readonly kk: string; readonly ru: string; readonly en: string }) {
  return {
    kk: fillText(T.remedy, { remedy: remedy.kk }).kk,
    ru: fillText(T.remedy, { remedy: remedy.ru }).ru,
    en: fillText(T.remedy, { remedy: remedy.en }).en,
  }
}
