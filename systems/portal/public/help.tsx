import { localPath, sendPage } from '@ruqsat/web'
import type { Regulation } from '@ruqsat/law'
import type { FastifyInstance } from 'fastify'
import { PATHS, type WhereToWrite, type OfferedService, type Portal } from '../deps.ts'
import { complaintActOf, WhereToComplain } from '../common/parts/where-to-complain.tsx'
import texts from './texts.yaml'

export function helpPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.help), async (request, reply) => {
    const services = await portal.offers()
    const authorities = [...new Set(services.map(({ regulation }) => regulation.authority.id))]
    const kept = await Promise.all(authorities.map(async (id) => [id, (await portal.deps.authorityContact?.(id)) ?? null] as const))
    const now = await portal.legalNow()
    const complaints = new Map(services.map(({ regulation: { id } }) => [id, complaintActOf(portal.deps, id, now)]))
    return sendPage(
      request,
      reply,
      { title: texts.help.title },
      <Help services={services} contacts={new Map(kept)} complaints={complaints} />,
    )
  })
}

type HelpProps = {
  readonly services: readonly OfferedService[]
  readonly contacts: ReadonlyMap<string, WhereToWrite | null>
  readonly complaints: ReadonlyMap<string, Regulation | null>
}

function Help({ services, contacts, complaints }: HelpProps) {
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
            <WhereToFind {...(contacts.get(regulation.authority.id) ?? { ...regulation.authority, email: null })} />
          </p>
          <h3>{texts.help.complaint}</h3>
          <WhereToComplain regulation={regulation} by={complaints.get(regulation.id) ?? null} />
          <p>{texts.help.complaintHere}</p>
        </section>
      ))}
    </>
  )
}

function WhereToFind({ address, phone, email }: WhereToWrite) {
  return (
    <>
      {address}
      {phone !== null && (
        <>
          <br />
          {texts.help.phone}: {phone}
        </>
      )}
      {email !== null && (
        <>
          <br />
          {texts.help.email}: <a href={`mailto:${email}`}>{email}</a>
        </>
      )}
    </>
  )
}
