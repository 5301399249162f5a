// What a person takes away as one file, written piece by piece: the attachments of a request may be 50 MB together.
import { isRefusal, parseBIN, parseRequestNumber } from '@ruqsat/foundation'
import type { SignedPackage } from '@ruqsat/trust/contract'
import type { AnySql } from '@ruqsat/database'
import { localPath, sendPieces, rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { accessTo, lacks } from '../application/core/access.ts'
import type { Draft } from '../application/drafts/model.ts'
import { accessToRequest } from '../application/drafts/of-request.ts'
import { attachmentBase64, attachmentsOf, draftsOf, marksOf } from '../application/drafts/store.ts'
import type { Person } from '../registration/people/person.ts'
import { eventsAbout, firmsGiving } from '../registration/rights/store.ts'
import { ownRequest, REQUEST_PATH, requestsOf, sendLacks, sendNotFound } from './requests.ts'
import { signedRequest, type SignedRequestRow } from './signed-requests.ts'

export function takeAway(app: FastifyInstance, portal: Portal): void {
  app.get(
    `${REQUEST_PATH}/package`,
    { config: { ...rateLimit('package'), isLong: true } },
    portal.requirePerson(async (request, reply, person) => {
      const { sql } = portal.deps.database
      const number = parseRequestNumber((request.params as { number: string }).number)
      const isTheirs = !isRefusal(number) && (await accessToRequest(sql, person, number, 'see')) === 'allowed'
      const signed = isTheirs ? await signedFor(portal, person, number, which(request)) : null
      if (signed === null || isRefusal(number)) return sendNotFound(request, reply)
      if (lacks(person, 'download')) return sendLacks(request, reply)
      const pieces = packagePieces(sql, signed, (request.query as { with?: string }).with === 'attachments')
      const fileName = `${number.replace(/[^\p{L}\p{N}-]+/gu, '-')}.ruqsat.json`
      return sendPieces(request, reply, { pieces, mediaType: 'application/json', fileName })
    }),
  )
  app.get(
    localPath(`${PATHS.account}/export`),
    { config: { ...rateLimit('export'), isLong: true } },
    portal.requirePerson(async (request, reply, person) =>
      lacks(person, 'download')
        ? sendLacks(request, reply)
        : sendPieces(request, reply, {
            pieces: exportPieces(portal, person),
            mediaType: 'application/json',
            fileName: 'ruqsat-my-data.json',
          }),
    ),
  )
}

/** What this person or their firm signed; else what a representative signed for them. */
async function signedFor(portal: Portal, person: Person, number: string, version: 'first' | 'last'): Promise<SignedRequestRow | null> {
  const { sql } = portal.deps.database
  const signed = await signedRequest(sql, person, number, version)
  if (signed !== null) return signed
  const party = (await ownRequest(portal, person, number))?.view.party
  return party?.representative === undefined ? null : signedRequest(sql, { accountId: party.accountId, bin: null }, number, version)
}

/** Of a request that was corrected both may be taken: the one that counts, and the first. */
function which(request: FastifyRequest): 'first' | 'last' {
  return (request.query as { version?: string }).version === 'first' ? 'first' : 'last'
}

/**
 * What anyone can verify without us: the signed bytes, the signature, the evidence, and where asked the documents. The instant that matters is
 * the one for which certificate and revocation were judged; the evidence answers for it.
 */
export async function* packagePieces(sql: AnySql, signed: SignedRequestRow, withAttachments: boolean): Pieces {
  const head = {
    format: 'ruqsat-signed-package',
    version: 1,
    content: Buffer.from(signed.content).toString('base64'),
    cms: Buffer.from(signed.cms).toString('base64'),
    receivedAt: signed.evidence?.at ?? signed.signedAt,
    ...(signed.evidence !== null && { evidence: signed.evidence }),
  } satisfies SignedPackage
  if (!withAttachments) return yield JSON.stringify(head)
  const attachments = await attachmentsOf(sql, signed.draftId)
  yield* objectOf(head, {
    attachments: listOf(attachments, ({ id, name, sizeBytes }) =>
      objectOf({ name }, { bytes: textOf(attachmentBase64(sql, signed.draftId, id, sizeBytes)) }),
    ),
  })
}

/** Everything that the portal keeps about a person. */
async function* exportPieces(portal: Portal, person: Person): Pieces {
  const { sql } = portal.deps.database
  const account = await portal.accounts.find(person.accountId)
  const head = { schema: 'ruqsat.export/1', exportedAt: await portal.legalNow(), person, account }
  yield* objectOf(head, {
    drafts: listOf(
      (await draftsOf(sql, person)).filter((draft) => accessTo(person, draft, 'see') === 'allowed'),
      (draft) => draftPieces(sql, draft),
    ),
    rights: listOf(await rightsSaid(sql, person), plainPieces),
    requests: listOf(requestsWithResults(portal, person), plainPieces),
  })
}

async function* plainPieces(each: object): Pieces {
  yield JSON.stringify(each)
}

/** What was said about this person's rights: in the firm that they act for, else in every firm. */
async function rightsSaid(sql: AnySql, { iin, bin }: Person): Promise<readonly object[]> {
  const firms = bin === null ? (await firmsGiving(sql, iin)).map(parseBIN) : [bin]
  const said = await Promise.all(
    firms.map(async (firm) => (isRefusal(firm) ? [] : (await eventsAbout(sql, firm, iin)).map((event) => ({ bin: firm, ...event })))),
  )
  return said.flat()
}

async function* draftPieces(sql: AnySql, { frozen, cms, ...plain }: Draft): Pieces {
  const draft = { ...plain, signedContentBase64: base64(frozen?.bytes), signatureBase64: base64(cms) }
  const attachments = await attachmentsOf(sql, plain.id)
  yield* objectOf(
    { draft, marks: await marksOf(sql, plain.id) },
    {
      attachments: listOf(attachments, (each) =>
        objectOf(each, { bytesBase64: textOf(attachmentBase64(sql, plain.id, each.id, each.sizeBytes)) }),
      ),
    },
  )
}

async function* requestsWithResults(portal: Portal, person: Person): AsyncIterable<object> {
  for (const { requestNumber } of await requestsOf(portal, person)) {
    const own = await ownRequest(portal, person, requestNumber)
    if (own === null) continue
    const { view, host } = own
    const result = view.result === null ? null : await host.readDocument(view.result.documentId, portal.actor(person))
    yield { request: view, result: result === null || isRefusal(result) ? null : result }
  }
}

function base64(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('base64') : null
}

type Pieces = AsyncIterable<string>

/** JSON of an object: what is short at once, then what is long as it comes. */
async function* objectOf(short: object, long: Readonly<Record<string, Pieces>>): Pieces {
  yield JSON.stringify(short).slice(0, -1)
  for (const [name, pieces] of Object.entries(long)) {
    yield `,"${name}":`
    yield* pieces
  }
  yield '}'
}

async function* listOf<T>(items: Iterable<T> | AsyncIterable<T>, piecesOf: (item: T) => Pieces): Pieces {
  let before = '['
  for await (const item of items) {
    yield before
    yield* piecesOf(item)
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

async function* textOf(pieces: Pieces): Pieces {
  yield '"'
  yield* pieces
  yield '"'
}
