import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { fillText, type LocalText } from '@ruqsat/foundation'
import { csrfToken, languageOf, localPath, rateLimit, readForm } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { readCard, type TwinBank } from '../core/cards.ts'
import { findSession, type CardSessionRow } from '../store/rows.ts'
import { type BankWork, SLOW_MS } from '../work/deps.ts'
import { cancelSession, type PaymentOutcome, payByCard, payByCode } from '../work/pay.ts'
import { isExpired } from '../work/statement.ts'
import { BankPage, CardForm, CodeForm, EndPage, type CardPage } from './card-pages.tsx'
import texts from './texts.yaml'

type CardRequest = FastifyRequest<{ Params: { sessionId: string }; Querystring: { card?: string } }>
type Draw = (sheet: CardPage) => Child

/** Tries of one address: cards and codes must not be guessed by a program. */
const TRIES = rateLimit('payment')
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CODE_TRIES = 3

/** Whose page a request is of: both banks share a site. */
const bankOfRequest = new WeakMap<FastifyRequest, TwinBank>()

export async function servePages(app: FastifyInstance, work: BankWork): Promise<void> {
  const stylesheet = app.site.addAsset('bank.css', {
    body: await readFile(new URL('./bank.css', import.meta.url), 'utf8'),
    mediaType: 'text/css; charset=utf-8',
  })
  const draw = async (request: FastifyRequest, reply: FastifyReply, title: LocalText, body: Draw, status = 200): Promise<FastifyReply> => {
    const bank = bankOfRequest.get(request) ?? 'dala'
    const sheet = { bank, language: languageOf(request), url: request.url, stylesheet, csrf: csrfToken(request, reply) }
    const page = (
      <BankPage sheet={sheet} title={title}>
        {body(sheet)}
      </BankPage>
    )
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(`<!doctype html>${await page}`)
  }
  const withSession =
    (handle: (request: CardRequest, reply: FastifyReply, session: CardSessionRow) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { sessionId } = (request as CardRequest).params
      const session = UUID.test(sessionId) ? await findSession(work.database.sql, { sessionId }) : null
      const mode = await work.mode(session?.bank ?? 'dala')
      if (mode === 'slow') await pause(SLOW_MS)
      if (mode === 'down')
        return draw(request, reply, texts.down, ({ language }) => [<h1>{texts.down[language]}</h1>, <p>{texts.downWhy[language]}</p>], 503)
      if (session !== null) bankOfRequest.set(request, session.bank)
      if (session === null) return draw(request, reply, texts.notFound, ({ language }) => <h1>{texts.notFound[language]}</h1>, 404)
      return handle(request as CardRequest, reply, session)
    }

  app.get(
    localPath('/pay/:sessionId'),
    withSession((request, reply, session) => {
      const state = isExpired(work, session) ? 'expired' : session.state
      if (state !== 'open')
        return draw(request, reply, END_TITLES[state], (sheet) => <EndPage sheet={sheet} session={session} title={END_TITLES[state]} />)
      if (session.codeSha256 !== null && request.query.card === undefined) return drawCode(request, reply, session)
      return draw(request, reply, texts.title, (sheet) => <CardForm sheet={sheet} session={session} />)
    }),
  )

  app.post(
    localPath('/pay/:sessionId/cards'),
    { config: TRIES },
    withSession(async (request, reply, session) => {
      const form = readForm(request)
      const typed = { number: form.text('number'), expiry: form.text('expiry'), cvv: form.text('cvv') }
      const read = readCard(typed, work.technicalClock.now().slice(0, 7))
      if ('faults' in read)
        return draw(
          request,
          reply,
          texts.title,
          (sheet) => <CardForm sheet={sheet} session={session} faults={read.faults} typed={typed} />,
          422,
        )
      return goOn(request, reply, session, await payByCard(work, session.sessionId, read.card))
    }),
  )

  app.post(
    localPath('/pay/:sessionId/codes'),
    { config: TRIES },
    withSession(async (request, reply, session) => {
      const outcome = await payByCode(work, session.sessionId, readForm(request).digits('code'))
      if (outcome !== 'code') return goOn(request, reply, session, outcome)
      return drawCode(request, reply, session, fillText(texts.codeWrong, { left: CODE_TRIES - session.codeTries - 1 }))
    }),
  )

  app.post(
    localPath('/pay/:sessionId/cancellations'),
    withSession(async (_request, reply, session) => {
      await cancelSession(work, session.sessionId)
      return reply.redirect(session.returnUrl, 303)
    }),
  )

  function drawCode(request: CardRequest, reply: FastifyReply, session: CardSessionRow, fault?: LocalText): Promise<FastifyReply> {
    const phone = `${work.cardholderPhone.slice(0, 2)}…${work.cardholderPhone.slice(-2)}`
    return draw(
      request,
      reply,
      texts.codeTitle,
      (sheet) => <CodeForm sheet={sheet} session={session} phone={phone} fault={fault} />,
      fault ? 422 : 200,
    )
  }
}

const END_TITLES = {
  processing: texts.processing,
  paid: texts.paid,
  declined: texts.declined,
  cancelled: texts.closed,
  expired: texts.closed,
} as const

/** Paid or being processed: back to the merchant. Declined or too late: the bank says so itself, with a way back. */
function goOn(request: CardRequest, reply: FastifyReply, session: CardSessionRow, outcome: PaymentOutcome): FastifyReply {
  return reply.redirect(outcome === 'done' ? session.returnUrl : `/${languageOf(request)}/pay/${session.sessionId}`, 303)
}
