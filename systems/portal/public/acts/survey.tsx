import { fillText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { sendPage, Table } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { countSurveys } from '../../cabinet/survey-store.ts'
import type { Portal } from '../../deps.ts'
import { actPage, pathToAct } from './found.ts'
import texts from '../texts.yaml'

const T = texts.survey
/** With fewer answers a count might say what one person answered. */
const LEAST_SHOWN = 5

/** What applicants answered to the survey of an act, in numbers. */
export function surveyResults(app: FastifyInstance, portal: Portal): void {
  actPage(app, portal, '/survey', async (request, reply, regulation) => {
    if (regulation.survey === undefined) return reply.callNotFound()
    const counted = await countSurveys(portal.deps.database.sql, regulation.authority.id, regulation.id)
    return sendPage(
      request,
      reply,
      { title: T.title, breadcrumbs: pathToAct(request, regulation) },
      <Results regulation={regulation} survey={regulation.survey} {...counted} />,
    )
  })
}

type ResultsProps = Awaited<ReturnType<typeof countSurveys>> & {
  readonly regulation: Regulation
  readonly survey: NonNullable<Regulation['survey']>
}

function Results({ regulation, survey, people, counts }: ResultsProps) {
  const share = (question: string, answer: string) =>
    counts.find((each) => each.question === question && each.answer === answer)?.count ?? 0
  return (
    <>
      <h1>{T.title}</h1>
      <p class="lead">{regulation.service}</p>
      {people < LEAST_SHOWN ? (
        <p>{fillText(T.tooFew, { least: LEAST_SHOWN })}</p>
      ) : (
        <>
          <p>{fillText(T.people, { count: people })}</p>
          {survey.questions.map(({ id, text, answers, source }) => (
            <>
              <Table
                caption={text}
                columns={[{ text: T.answer }, { text: T.count, numeric: true }, { text: T.share, numeric: true }]}
                rows={answers.map((answer) => {
                  const count = share(id, answer.id)
                  return [answer.text, String(count), `${Math.round((100 * count) / people)} %`]
                })}
              />
              <p>
                <Cited regulation={regulation} source={source} />
              </p>
            </>
          ))}
        </>
      )}
      <p>
        <Cited regulation={regulation} source={survey.source} />
      </p>
    </>
  )
}
