import { localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { Cited } from '../common/parts/cited.tsx'
import texts from './texts.yaml'

export function helpPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.help), async (request, reply) =>
    sendPage(request, reply, { title: texts.help.title }, <Help services={await portal.offers()} />),
  )
}

function Help({ services }: { readonly services: readonly OfferedService[] }) {
  const say = useSay()
  return (
    <>
      <h1>{say(texts.help.title)}</h1>
      <h2>{say(texts.help.trouble)}</h2>
      <p>{say(texts.help.troubleText)}</p>
      {services.map(({ regulation }) => (
        <section>
          <h2>{say(regulation.service)}</h2>
          <h3>{say(texts.help.provider)}</h3>
          <p>
            {say(regulation.authority.name)}
            <br />
            {say(regulation.authority.address)}
            <br />
            {say(texts.help.phone)}: {regulation.authority.phone}
          </p>
          <h3>{say(texts.help.complaint)}</h3>
          <p>
            {say(regulation.complaint.place)} {say(regulation.complaint.term)}{' '}
            <Cited regulation={regulation} source={regulation.complaint.source} />
          </p>
        </section>
      ))}
    </>
  )
}
