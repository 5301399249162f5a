// The employee signs what was entered, with the scans; the host then gives the number.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { readForm } from '@ruqsat/web'
import { goTo, type CounterDesk } from './desk.ts'
import { refuseCounter } from './refusals.ts'
import { entryOf, lifeFault, noEntry, textToSign, write } from './open.ts'
import { sendEntry, sendWaiting } from './pages.tsx'
import { submissionOf } from './rules.ts'

export async function sendContent(desk: CounterDesk): Promise<unknown> {
  const open = await entryOf(desk)
  const text = open && (await textToSign(desk, open))
  if (text === null) return noEntry(desk)
  return desk.reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(text))
}

/** A CMS of one signer with its certificates takes about 4 KiB; more than this is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

export async function postSignature(desk: CounterDesk): Promise<unknown> {
  const open = await entryOf(desk)
  if (open === null) return noEntry(desk)
  const form = readForm(desk.request)
  const signature = form.text('signature').replace(/\s/g, '')
  const frozen = open.entry.frozen
  if (open.entry.status !== 'open' || frozen === null) return goTo(desk, desk.paths.entry(open.entry.id))
  if (signature.length > MOST_SIGNATURE_CHARACTERS || !/^[A-Za-z0-9+/]+={0,2}$/.test(signature))
    return sendEntry(desk, open, [refuseCounter('counter.signature-missing')])
  const over = open.entry.content.sent === undefined ? await lifeFault(desk, open) : null
  if (over !== null) return sendEntry(desk, open, [over])
  // The intent comes before the act: what was sent and has no answer is sent again, by whoever opens the entry or by the system itself.
  if (open.entry.content.sent !== signature && !(await write(desk, open, { content: { ...open.entry.content, sent: signature } })))
    return goTo(desk, desk.paths.entry(open.entry.id))
  const answer = await desk.answeredOnce(form.onceToken(), () => desk.cases.register(open, submissionOf(open, frozen, signature)))
  if (isRefusal(answer)) return sendRefused(desk, answer)
  if (answer.kind === 'waiting') return sendWaiting(desk, open, signature)
  const { requestNumber, caseId } = answer
  // What the host has registered is registered, whoever wrote the entry meanwhile.
  for (let tries = 0; tries < 5; tries += 1) {
    const now = await entryOf(desk)
    if (now === null || now.entry.status === 'registered') break
    const { sent: _sent, ...content } = now.entry.content
    if (await write(desk, now, { status: 'registered', requestNumber, caseId, frozen, content })) break
  }
  return goTo(desk, desk.paths.entry(open.entry.id))
}

/** There is an answer: the entry can be changed and signed again. */
async function sendRefused(desk: CounterDesk, refusal: Refusal): Promise<unknown> {
  const open = await entryOf(desk)
  if (open === null) return noEntry(desk)
  if (open.entry.status !== 'open') return goTo(desk, desk.paths.entry(open.entry.id))
  const { sent: _sent, ...content } = open.entry.content
  await write(desk, open, { content })
  return sendEntry(desk, { ...open, entry: { ...open.entry, content } }, [refusal])
}
