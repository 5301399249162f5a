// The survey of the act: what the applicant is asked once the case is over.
import type { Refusal } from '@ruqsat/foundation'
import { citation } from '@ruqsat/documents'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  Radios,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { refusePortal } from '../refusals.ts'
import { backToRequest, REQUEST_PATH, withRequest, type OwnRequest } from './requests.ts'
import { isSurveyAnswered, keepSurvey, type SurveyAnswers } from './survey-store.ts'
import texts from './texts.yaml'

const T = texts.survey

export function surveyPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    `${REQUEST_PATH}/survey`,
    withRequest(portal, async (request, reply, own) =>
      (await mayAnswer(portal, own)) ? sendSurvey(request, reply, own, {}, []) : sendNotNow(request, reply, own),
    ),
  )
  app.post(
    `${REQUEST_PATH}/survey`,
    withRequest(portal, async (request, reply, own) => {
      const { survey } = own.regulation
      if (survey === undefined || !(await mayAnswer(portal, own))) return sendNotNow(request, reply, own)
      const form = readForm(request)
      const answers = Object.fromEntries(survey.questions.map(({ id }) => [id, form.text(id)]))
      const faults = survey.questions
        .filter(({ id, answers: offered }) => !offered.some((answer) => answer.id === answers[id]))
        .map(({ id }) => refusePortal('survey-unanswered', { field: id }))
      if (faults.length > 0) return sendSurvey(request, reply, own, answers, faults)
      const isKept = await keepSurvey(portal.deps.database.sql, requestOf(own), {
        regulation: own.regulation.id,
        answers,
        at: await portal.legalNow(),
      })
      flash(request, 'success', isKept ? T.thanks : T.before)
      return redirectTo(reply, localHref(languageOf(request), PATHS.request(own.view.summary.requestNumber)))
    }),
  )
}

function requestOf({ view, regulation }: OwnRequest) {
  return { authority: regulation.authority.id, requestNumber: view.summary.requestNumber }
}

/** Once the case is over, of a request that the person made themselves, and once. */
export async function mayAnswer(portal: Portal, own: OwnRequest): Promise<boolean> {
  const { view, regulation } = own
  const isOver = view.state.closedAt !== null && view.state.basis === undefined
  return regulation.survey !== undefined && isOver && !(await isSurveyAnswered(portal.deps.database.sql, requestOf(own)))
}

function sendNotNow(request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  return sendRefusal(request, reply, refusePortal('survey-not-now'), { status: 409, back: backToRequest(request, own) })
}

function sendSurvey(
  request: FastifyRequest,
  reply: FastifyReply,
  own: OwnRequest,
  typed: SurveyAnswers,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    request,
    reply,
    { title: T.title, hasErrors: errors.length > 0, back: backToRequest(request, own) },
    <SurveyPage own={own} typed={typed} errors={errors} />,
  )
}

type SurveyProps = { readonly own: OwnRequest; readonly typed: SurveyAnswers; readonly errors: readonly FieldError[] }

function SurveyPage({ own, typed, errors }: SurveyProps) {
  const { regulation, view } = own
  const here = `${localHref(useLanguage(), PATHS.request(view.summary.requestNumber))}/survey`
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <Form action={here}>
        {regulation.survey!.questions.map(({ id, text, answers, source }) => (
          <Radios
            name={id}
            legend={text}
            hint={citation(regulation, source)}
            value={typed[id]}
            error={errorAt(errors, id)}
            options={answers.map((answer) => ({ value: answer.id, text: answer.text }))}
          />
        ))}
        <Button text={T.send} />
      </Form>
    </>
  )
}

/** The way to the survey on the page of the request. */
export function SurveyLink({ number }: { readonly number: string }) {
  return (
    <p>
      <a href={`${localHref(useLanguage(), PATHS.request(number))}/survey`}>{T.title}</a>. {T.link}
    </p>
  )
}
