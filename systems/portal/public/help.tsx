import { Cited } from '@ruqsat/lawpages'
import { localPath, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import texts from './texts.yaml'

export function helpPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.help), async (request, reply) =>
    sendPage(request, reply, { title: texts.help.title }, <Help services={await portal.offers()} />),
  )
}

function Help({ services }: { readonly services: readonly OfferedService[] }) {
  return (
    <>
      <h1>{texts.help.title}</h1>
      <h2>{texts.help.trouble}</h2>
      <p>{texts.help.troubleText}</p>
      {services.map(({ regulation }) => (
        <section>
          <h2>{regulation.service}</h2>
          <h3>{texts.help.provider}</h3>
          <p>
            {regulation.authority.name}
            <br />
            {regulation.authority.address}
            <br />
            {texts.help.phone}: {regulation.authority.phone}
          </p>
          <h3>{texts.help.complaint}</h3>
          <p>
            {regulation.complaint.place} {regulation.complaint.term} <Cited regulation={regulation} source={regulation.complaint.source} />
          </p>
        </section>
      ))}
    </>
  )
}
