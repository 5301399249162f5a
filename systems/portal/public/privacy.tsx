import { localHref, localPath, sendPage, useLanguage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS } from '../deps.ts'
import texts from './texts.yaml'

/** What this portal keeps of a person, why, for how long and who sees it. */
export function privacyPage(app: FastifyInstance): void {
  app.get(localPath(PATHS.privacy), (request, reply) =>
    sendPage(request, reply, { title: texts.privacy.title, description: texts.privacy.lead }, <Privacy />),
  )
}

function Privacy() {
  const language = useLanguage()
  const { kept, cookies, seen, rights } = texts.privacy
  return (
    <>
      <h1>{texts.privacy.title}</h1>
      <p class="lead">{texts.privacy.lead}</p>
      <h2>{kept.title}</h2>
      <List texts={[kept.account, kept.requests, kept.signatures, kept.questions, kept.visits]} />
      <h2>{cookies.title}</h2>
      <p>{cookies.lead}</p>
      <List texts={[cookies.session, cookies.device, cookies.form, cookies.language, cookies.display]} />
      <h2>{seen.title}</h2>
      <List texts={[seen.officials, seen.registers, seen.payment, seen.everyone]} />
      <h2>{rights.title}</h2>
      <ul>
        <li>
          <a href={localHref(language, PATHS.asked)}>{rights.asked}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.account)}>{rights.account}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.help)}>{rights.help}</a>
        </li>
      </ul>
      <p>{rights.record}</p>
    </>
  )
}

function List({ texts: lines }: { readonly texts: readonly (typeof texts.privacy.title)[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  )
}
