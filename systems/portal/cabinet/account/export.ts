import { isRefusal } from '@ruqsat/foundation'
import { localPath, sendPieces } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import type { Draft } from '../../application/drafts/model.ts'
import type { Person } from '../../registration/people/person.ts'
import { attachmentBase64 } from '../../application/drafts/attachment-stream.ts'
import { attachmentsOf, draftsOf, marksOf } from '../../application/drafts/store.ts'
import { EXPORT_LIMIT } from '../../common/http/limits.ts'
import { ownRequest, requestsOf } from '../requests.ts'

/** Everything that the portal keeps about a person, as one JSON document. It is written piece by piece: files may be large. */
export function accountExport(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(`${PATHS.account}/export`),
    { config: { ...EXPORT_LIMIT, isLong: true } },
    portal.requirePerson(async (request, reply, person) =>
      sendPieces(request, reply, { pieces: pieces(portal, person), mediaType: 'application/json', fileName: 'ruqsat-my-data.json' }),
    ),
  )
}

async function* pieces(portal: Portal, person: Person): AsyncGenerator<string> {
  const { sql } = portal.deps.database
  const account = await portal.accounts.find(person.accountId)
  yield `{"schema":"ruqsat.export/1","exportedAt":${JSON.stringify(await portal.legalNow())}`
  yield `,"person":${JSON.stringify(person)},"account":${JSON.stringify(account)},"drafts":[`
  let comma = ''
  for (const draft of await draftsOf(sql, person)) {
    yield comma
    yield* draftPieces(portal, draft)
    comma = ','
  }
  yield '],"requests":['
  yield* requestPieces(portal, person)
  yield ']}'
}

async function* draftPieces(portal: Portal, draft: Draft): AsyncGenerator<string> {
  const { sql } = portal.deps.database
  const { frozen, cms, ...plain } = draft
  const signed = { signedContentBase64: base64(frozen?.bytes), signatureBase64: base64(cms) }
  yield `{"draft":${JSON.stringify({ ...plain, ...signed })},"marks":${JSON.stringify(await marksOf(sql, draft.id))},"attachments":[`
  let comma = ''
  for (const attachment of await attachmentsOf(sql, draft.id)) {
    yield `${comma}${JSON.stringify(attachment).slice(0, -1)},"bytesBase64":"`
    yield* attachmentBase64(sql, draft.id, attachment.id, attachment.sizeBytes)
    yield '"}'
    comma = ','
  }
  yield ']}'
}

async function* requestPieces(portal: Portal, person: Person): AsyncGenerator<string> {
  let comma = ''
  for (const summary of await requestsOf(portal, person)) {
    const own = await ownRequest(portal, person, summary.requestNumber)
    if (own === null) continue
    const result = own.view.result === null ? null : await own.host.readDocument(own.view.result.documentId, portal.actor(person))
    yield `${comma}${JSON.stringify({ request: own.view, result: result === null || isRefusal(result) ? null : result })}`
    comma = ','
  }
}

function base64(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('base64') : null
}
