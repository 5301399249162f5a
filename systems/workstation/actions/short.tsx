// Actions that ask for nothing, or for no more than a reason.
import { refuseEngine } from '@ruqsat/engine'
import { refuseCounter } from '@ruqsat/counter'
import { LinkButton, localHref, TextInput, useLanguage } from '@ruqsat/web'
import type { TaskScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import { fieldName, typedRow, type ActionProps, type TaskAction } from './action.ts'
import { ActionForm, errorOf, ReasonField, SideAction } from './form.tsx'
import { isOwnCounterCase } from '../cases/counter.ts'
import counterTexts from '../counter/texts.yaml'
import texts from '../texts.yaml'

/** The clerk takes the request in. */
export const accept = nothingAsked('accept')

/** The clerk gives the signed result out; at a counter somebody takes it away, and signs for it. */
export const handOver: TaskAction = {
  ...nothingAsked('handOver', LookAtResult),
  check: (form, scene) =>
    isOwnCounterCase(scene)
      ? (['receivedBy', 'shownDocument'] as const).flatMap((field) =>
          form.text(fieldName('handOver', field)) === ''
            ? [refuseCounter('counter.empty', { field, facts: { what: counterTexts[field] } })]
            : [],
        )
      : [],
  typed: (form) => [
    ...typedRow(form, 'handOver', 'receivedBy', counterTexts.receivedBy),
    ...typedRow(form, 'handOver', 'shownDocument', counterTexts.shownDocument),
  ],
  Form: ({ scene, posted }) => (
    <>
      <p>{texts.handOver.page.lead}</p>
      <LookAtResult scene={scene} />
      <ActionForm kind="handOver" scene={scene} button={{ text: texts.handOver.page.button }}>
        {isOwnCounterCase(scene) && <TakenAway scene={scene} posted={posted} />}
      </ActionForm>
    </>
  ),
}

function TakenAway({ scene, posted }: Pick<ActionProps, 'scene' | 'posted'>) {
  return (
    <>
      {(['receivedBy', 'shownDocument'] as const).map((field) => (
        <TextInput
          name={fieldName('handOver', field)}
          label={counterTexts[field]}
          value={posted?.form.text(fieldName('handOver', field)) ?? (field === 'receivedBy' ? scene.view.party.name : '')}
          error={errorOf(posted, field)}
        />
      ))}
    </>
  )
}

/** The work goes back to the step that the act's table names; a grant that the register no longer takes, to where it was decided. */
export const returnToOfficer = givenBack(
  'returnToOfficer',
  ({ step, view }) => step.returnTo !== undefined || (step.action === 'signResult' && view.grantBlocked !== undefined),
)

/** The officer gives the case back to the head. */
export const declineAssignment = givenBack(
  'declineAssignment',
  ({ task, view, capacity: { post } }) => task.assignee === post.id && view.state.officerId === post.id,
)

function nothingAsked(kind: 'accept' | 'handOver', More?: typeof LookAtResult): TaskAction {
  return {
    kind,
    read: () => ({ kind }),
    done: texts[kind].done,
    Form: ({ scene }) => (
      <>
        <p>{texts[kind].page.lead}</p>
        {More && <More scene={scene} />}
        <ActionForm kind={kind} scene={scene} button={{ text: texts[kind].page.button }} />
      </>
    ),
  }
}

function LookAtResult({ scene }: Pick<ActionProps, 'scene'>) {
  const language = useLanguage()
  const { result } = scene.view
  return (
    result && (
      <p>
        <LinkButton kind="secondary" href={localHref(language, PATHS.document(result.documentId))} text={texts.handOver.page.look} />
      </p>
    )
  )
}

/** With a reason, folded beneath the step's own work. */
function givenBack(kind: 'returnToOfficer' | 'declineAssignment', isOffered: (scene: TaskScene) => boolean): TaskAction {
  const { page, done } = texts[kind]
  const reason = fieldName(kind, 'reason')
  return {
    kind,
    isOffered,
    check: (form) => (form.text(reason) === '' ? [refuseEngine('reason-empty', { field: 'reason' })] : []),
    read: (form) => ({ kind, reason: form.text(reason) }),
    typed: (form) => typedRow(form, kind, 'reason', page.reason),
    done,
    Form: ({ scene, posted }) => (
      <SideAction kind={kind} scene={scene} summary={page.summary} posted={posted}>
        <ActionForm kind={kind} scene={scene} button={{ text: page.button, kind: 'warning' }}>
          <ReasonField kind={kind} posted={posted} label={page.reason} hint={page.hint} />
        </ActionForm>
      </SideAction>
    ),
  }
}
