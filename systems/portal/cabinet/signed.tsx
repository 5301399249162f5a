import { isRefusal } from '@ruqsat/foundation'
import { RequestView } from '@ruqsat/lawpages'
import { languageOf, localHref, localPath, sendFile, sendPage, sendRefusal } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { refusePortal } from '../refusals.ts'
import { ownRequest, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

// After filing, the applicant reads what was signed, from the very bytes that the host keeps, and opens the attached files.

type Params = { readonly number: string; readonly place?: string }

export function signedPages(app: FastifyInstance, portal: Portal): void {
  const base = `${PATHS.cabinet}/requests/:number`
  app.get(
    localPath(`${base}/form`),
    portal.requirePerson(async (request, reply, person) => {
      const { number } = request.params as Params
      const own = await ownRequest(portal, person, number)
      if (own === null) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
      const here = localHref(languageOf(request), PATHS.request(number))
      const page = <SignedForm own={own} here={here} zone={portal.zone(own.edition.regulation)} />
      return sendPage(request, reply, { title: texts.signed.title, back: { href: here, text: texts.signed.back } }, page)
    }),
  )
  app.get(
    localPath(`${base}/files/:place`),
    portal.requirePerson(async (request, reply, person) => {
      const { number, place = '' } = request.params as Params
      const own = await ownRequest(portal, person, number)
      const file = own !== null && /^\d{1,3}$/.test(place) ? own.view.attachments[Number(place) - 1] : undefined
      if (own === null || file === undefined) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
      const kept = await own.host.readAttachment(own.view.summary.caseId, file.sha256, portal.actor(person))
      if (isRefusal(kept)) return sendRefusal(request, reply, kept, { status: 404 })
      // By its own name: two files with the same bytes are two files.
      const bytes = Buffer.from(kept.bytesBase64, 'base64')
      return sendFile(reply, { bytes, mediaType: file.mediaType, fileName: file.name, inline: true })
    }),
  )
}

type Props = { readonly own: OwnRequest; readonly here: string; readonly zone: Parameters<typeof RequestView>[0]['zone'] }

function SignedForm({ own, here, zone }: Props) {
  return (
    <>
      <h1>{texts.signed.title}</h1>
      <RequestView
        request={own.view.request}
        headings="h2"
        attachmentHref={(_sha256, place) => (place <= own.view.attachments.length ? `${here}/files/${place}` : null)}
        {...(zone && { zone })}
      />
    </>
  )
}
