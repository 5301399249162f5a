// The window of the twin as a page: who asks, what is to be signed, and the two buttons.
import {
  Button,
  ButtonGroup,
  Form,
  languageOf,
  localHref,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  sitePart,
  SummaryList,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import texts from '../pages/texts.yaml'
import { NCALAYER_PATH, type NcalayerWindow } from './twin.ts'

const T = texts.ncalayer
/** An empty window looks again. */
const REFRESH_SECONDS = '2'

export async function mountNcalayerWindow(site: FastifyInstance, window: NcalayerWindow): Promise<void> {
  await site.register(async (app) => {
    sitePart(app, { name: T.name, home: '/' })
    app.get(localPath(NCALAYER_PATH), (request, reply) => {
      const [question] = window.questions()
      if (question === undefined) reply.header('refresh', REFRESH_SECONDS)
      return sendPage(
        request,
        reply.header('cache-control', 'no-store'),
        { title: T.title },
        <>
          <h1>{T.title}</h1>
          <p class="lead">{T.lead}</p>
          {question === undefined ? (
            <p role="status">{T.nothing}</p>
          ) : (
            <>
              <SummaryList
                rows={[
                  { key: T.asker, value: question.origin },
                  { key: T.owner, value: [question.asked.iin, question.asked.bin].filter((each) => each !== '').join(', ') },
                ]}
              />
              <h2 id="document">{T.document}</h2>
              <textarea class="input input--width-full" rows={10} readonly aria-labelledby="document">
                {question.text}
              </textarea>
              <Form action={localHref(languageOf(request), NCALAYER_PATH)}>
                <input type="hidden" name="question" value={question.id} />
                <ButtonGroup>
                  <Button name="answer" value="sign" text={T.sign} />
                  <Button name="answer" value="decline" kind="secondary" text={T.decline} />
                </ButtonGroup>
              </Form>
            </>
          )}
        </>,
      )
    })
    app.post(localPath(NCALAYER_PATH), async (request, reply) => {
      const form = readForm(request)
      window.answer(form.text('question'), form.text('answer') === 'sign')
      return redirectTo(reply, localHref(languageOf(request), NCALAYER_PATH))
    })
  })
}
