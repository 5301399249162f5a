import { Cited } from '@ruqsat/lawpages'
import { formatInstant } from '@ruqsat/clock'
import { valueText } from '@ruqsat/documents'
import { isForOperator, isRefusal, type Refusal } from '@ruqsat/foundation'
import { systemName, type Step } from '@ruqsat/law'
import { Button, ButtonGroup, Form, InsetText, LinkButton, logForOperator, SummaryList } from '@ruqsat/web'
import { openDraft } from '../drafts/drafts.ts'
import { askedAt, askingStep, conditionAfter, registerRefusals, type AskedRegister } from '../drafts/register-answers.ts'
import { askRegisters, passRegisters } from '../drafts/registers.ts'
import { wordsIn } from './ends.tsx'
import { BackToForm, draftHref, type DraftPage, goTo, refreshWhileLooking, refuse, sendDraft } from './frame.tsx'
import { RefusalNote } from './refused.tsx'
import T from './texts.yaml'

// What registers say of a request before it is signed, and, where the table asks them there, before anything is paid.

/** Asks what is not answered yet and shows every answer. A register that is silent is asked again by the page itself, for a while. */
export async function showRegisters(page: DraftPage): Promise<unknown> {
  const { deps, person } = page
  const silent = await askRegisters(deps, page.open, person)
  if (isRefusal(silent)) return refuse(page, silent)
  const open = await openDraft(deps, page.open.draft.id, person)
  if (isRefusal(open)) return refuse(page, open)
  const now: DraftPage = { ...page, open }
  if (open.step.action !== 'askRegisters') return goTo(now)
  if (silent.length > 0) return showSilent(now, silent)
  const certain = await registerRefusals(deps, open, person, open.step)
  if (certain.length > 0 && conditionAfter(open.view, open.step) !== null) {
    // The table says what follows: its own notice.
    await passRegisters(deps, open, person)
    return goTo(now)
  }
  return showAnswers(now, certain)
}

function showAnswers(page: DraftPage, certain: readonly Refusal[]): Promise<unknown> {
  return sendDraft(
    page,
    { title: T.registers, at: 'registers', ...(certain.length > 0 && { status: 422 }) },
    <>
      {certain.map((refusal) => (
        <RefusalNote page={page} title={T.registersAgainst} refusal={refusal} isByLaw />
      ))}
      <p>{T.registersLead}</p>
      <Answers page={page} step={page.open.step} />
      {certain.length === 0 && (
        <Form action={draftHref(page, 'registers')}>
          <Button text={T.registersGoOn} />
        </Form>
      )}
      <BackToForm page={page} />
    </>,
  )
}

/** Silence is no answer: nothing is decided by it and nothing is lost. */
function showSilent(page: DraftPage, silent: readonly Refusal[]): Promise<unknown> {
  for (const each of silent.filter(isForOperator)) logForOperator(page.request, each)
  // What somebody has to connect or to allow does not come by looking again.
  if (!silent.some(isForOperator)) refreshWhileLooking(page)
  return sendDraft(
    page,
    { title: T.registersSilent, at: 'registers', status: 503 },
    <>
      {silent.map((refusal) => (
        <RefusalNote page={page} title={T.reason} refusal={refusal} />
      ))}
      <p>{wordsIn(page).kept}</p>
      <Answers page={page} step={page.open.step} />
      {page.open.draft.corrects !== null && (
        <Form action={draftHref(page, 'registers')}>
          <p>{T.registersSilentCorrection}</p>
          <Button text={T.registersGoOn} />
        </Form>
      )}
      <LinkButton href={draftHref(page, 'registers')} text={T.registersAskAgain} />
      <BackToForm page={page} />
    </>,
  )
}

export async function postRegisters(page: DraftPage): Promise<unknown> {
  const certain = await passRegisters(page.deps, page.open, page.person)
  return isRefusal(certain) ? refuse(page, certain) : goTo(page)
}

/** The table's notice: what the registers said, which requirement that does not meet, and what can be done. */
export async function showNoData(page: DraftPage): Promise<unknown> {
  const { deps, open, person } = page
  const asking = askingStep(open.view, open.step)
  const certain = asking === null ? [] : await registerRefusals(deps, open, person, asking)
  return sendDraft(
    page,
    { title: T.registersNo, at: 'registers' },
    <>
      {certain.map((refusal) => (
        <RefusalNote page={page} title={T.reason} refusal={refusal} isByLaw />
      ))}
      {asking !== null && <Answers page={page} step={asking} />}
      {open.draft.payment !== null && <InsetText text={T.abandonPaid} />}
      <Form action={draftHref(page, 'again')}>
        <ButtonGroup>
          <Button text={T.registersAskAgain} />
          <LinkButton href={draftHref(page, 'abandon')} text={wordsIn(page).abandon} kind="secondary" />
        </ButtonGroup>
      </Form>
      <BackToForm page={page} />
    </>,
  )
}

function Answers({ page, step }: { readonly page: DraftPage; readonly step: Step }) {
  return askedAt(page.open, step, page.person).map((asked) => <AnswerOf page={page} asked={asked} />)
}

function AnswerOf({ page, asked: { question, answer } }: { readonly page: DraftPage; readonly asked: AskedRegister }) {
  const { regulation } = page.open.edition
  if (answer === null) return null
  const zone = page.portal.zone(regulation)
  const about = { key: T.registerAbout, value: answer.about }
  const at = { key: T.registerAskedAt, value: formatInstant(answer.askedAt, zone, page.language) }
  const facts = question.answers.map((fact) => ({ key: fact.label, value: valueText(fact, answer.facts[fact.id] ?? '', page.language) }))
  return (
    <section>
      <h2>{systemName(question.system, regulation)}</h2>
      {answer.kind === 'absent' && <InsetText text={T.registerAbsent} />}
      <SummaryList rows={answer.kind === 'absent' ? [about, at] : [about, ...facts, at]} />
      <p>
        <Cited regulation={regulation} source={question.source} />
      </p>
    </section>
  )
}
