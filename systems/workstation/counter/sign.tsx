// The employee signs what was entered, with the scans; the host then gives the number.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Registered, Waiting } from '@ruqsat/caseflow'
import { readForm } from '@ruqsat/web'
import { fromHost } from '../cases/proceedings.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { counterActor, entryOf, noEntry, textToSign, write } from './open.ts'
import type { OpenEntry } from './model.ts'
import { sendEntry, sendWaiting } from './pages.tsx'
import { submissionOf } from './rules.ts'

export async function sendContent(visit: Visit): Promise<unknown> {
  const open = await entryOf(visit)
  const text = open && (await textToSign(visit, open))
  if (text === null) return noEntry(visit)
  return visit.reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(text))
}

/** A CMS of one signer with its certificates takes about 4 KiB; more than this is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

export async function postSignature(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const open = await entryOf(visit)
  if (open === null) return noEntry(visit)
  const form = readForm(visit.request)
  const signature = form.text('signature').replace(/\s/g, '')
  const frozen = open.entry.frozen
  if (open.entry.status !== 'open' || frozen === null) return goTo(visit, PATHS.counterEntry(open.entry.id))
  if (signature.length > MOST_SIGNATURE_CHARACTERS || !/^[A-Za-z0-9+/]+={0,2}$/.test(signature))
    return sendEntry(visit, open, [refuseWorkstation('workstation.signature-missing')])
  const answer = await answeredOnce<Registered | Waiting | Refusal>(work, { authority: staff.authority, token: form.onceToken() }, () =>
    registerOnce(visit, open, frozen, signature),
  )
  if (isRefusal(answer)) return sendEntry(visit, open, [answer])
  if (answer.kind === 'waiting') return sendWaiting(visit, open, signature)
  const { requestNumber, caseId } = answer
  // What the host has registered is registered, whoever wrote the entry meanwhile.
  for (let tries = 0; tries < 5; tries += 1) {
    const now = await entryOf(visit)
    if (now === null || now.entry.status === 'registered') break
    if (await write(visit, now, { status: 'registered', requestNumber, caseId, frozen })) break
  }
  return goTo(visit, PATHS.counterEntry(open.entry.id))
}

function registerOnce(visit: Visit, open: OpenEntry, frozen: string, signature: string): Promise<Registered | Waiting | Refusal> {
  const actor = counterActor(visit, open)
  return fromHost<Registered | Waiting>(visit.work.deps.hosts, (host) =>
    host.registerAtCounter(submissionOf(open, frozen, signature), actor),
  )
}
