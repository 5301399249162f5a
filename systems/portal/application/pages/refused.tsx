import { Cited } from '@ruqsat/lawpages'
import { type Refusal, wordsOf } from '@ruqsat/foundation'
import { registeringStep, stepWithAction } from '@ruqsat/law'
import { Button, ButtonGroup, Form, LinkButton, localHref, Notification, WarningText, type Text } from '@ruqsat/web'
import { withReturn } from '../../common/http/return-path.ts'
import { PATHS } from '../../deps.ts'
import { lastRefusal } from '../drafts/refused.ts'
import { StepNote } from '../../common/parts/step-note.tsx'
import { BackToForm, draftHref, type DraftPage, refreshWhileLooking, sendDraft } from './frame.tsx'
import { wordsIn } from './ends.tsx'
import T from './texts.yaml'

/** The table's notice (in our first act A7): which of the reasons it was, and what to do. */
export function showRefused(page: DraftPage): Promise<unknown> {
  const refusal = lastRefusal(page.open)
  const condition = stepWithAction(page.open.view.steps, 'checkCertificate')
  return sendDraft(
    page,
    { title: T.refused, at: 'sign' },
    <>
      {condition && <StepNote regulation={page.open.edition.regulation} step={condition} />}
      {refusal && <RefusalNote page={page} title={T.reason} refusal={refusal} />}
      <p>{wordsIn(page).kept}</p>
      <Form action={draftHref(page, 'again')}>
        <ButtonGroup>
          <Button text={T.signAgain} />
          <LinkButton href={withReturn(localHref(page.language, PATHS.keys), draftHref(page, 'refused'))} text={T.keys} kind="secondary" />
        </ButtonGroup>
      </Form>
      <BackToForm page={page} />
    </>,
  )
}

type RefusalNoteProps = {
  readonly page: DraftPage
  readonly title: Text
  readonly refusal: Refusal
  /** The law speaks, and nothing is broken: there is nothing to report to anybody, so no code is shown. */
  readonly isByLaw?: boolean
}

/** What was refused, why, and what the person can do; the code is for who asks for help. */
export function RefusalNote({ page, title, refusal, isByLaw = false }: RefusalNoteProps) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" heading={title}>
      <p>
        <strong>{text}</strong>
      </p>
      <p>{remedy}</p>
      {refusal.source && (
        <p>
          <Cited regulation={page.open.edition.regulation} source={refusal.source} />
        </p>
      )}
      {!isByLaw && (
        <p class="muted">
          <code>{refusal.code}</code>
        </p>
      )}
    </Notification>
  )
}

/** Signed, and not yet registered: what is waited for, and that nothing is lost. */
export function showWaiting(page: DraftPage): Promise<unknown> {
  refreshWhileLooking(page)
  const isRegistering = page.open.step === registeringStep(page.open.view)
  // A correction is with the host also while its signature waits to be judged.
  const isJudged = page.open.draft.evidence !== null
  return sendDraft(
    page,
    isRegistering && isJudged ? { title: wordsIn(page).registering, at: 'registered' } : { title: wordsIn(page).waiting, at: 'sign' },
    <>
      <p>{isRegistering ? (isJudged ? T.registeringText : T.correctionWaits) : wordsIn(page).waitingText}</p>
      <p>{wordsIn(page).kept}</p>
      <LinkButton href={draftHref(page, 'waiting')} text={T.lookAgain} />
      {!isRegistering && (
        <BackToForm page={page}>
          <WarningText text={T.letGo} />
        </BackToForm>
      )}
    </>,
  )
}
