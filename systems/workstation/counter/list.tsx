// What may be taken at the counter, and what this employee has begun there.
import type { ApplicantKind } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Button, Form, languageOf, localHref, readForm, StatusTag, useLanguage } from '@ruqsat/web'
import { hash } from 'node:crypto'
import { stepWithAction } from '@ruqsat/law'
import { goTo, type Visit } from '../http/visit.ts'
import { PATHS } from '../http/paths.ts'
import {
  beginEntry,
  counterTexts,
  EMPTY,
  entriesOf,
  refuseCounter,
  serviceKey,
  type CounterEntry,
  type CounterService,
} from '@ruqsat/counter'
import { SCHEMA } from '../deps.ts'
import { sendNo, sendWork } from '../pages/frame.tsx'
import { servicesNow } from './desk.ts'
import T from './texts.yaml'

export async function showCounter(visit: Visit): Promise<unknown> {
  const { work, staff, capacities } = visit
  const entries = await entriesOf({ sql: work.deps.database.sql, schema: SCHEMA }, staff.authority, staff.id)
  const services = servicesNow(work.deps, capacities, await work.deps.legalClock.now())
  return sendWork(visit, { title: T.title }, <List services={services} entries={entries} />)
}

/** The form's own token names the entry: a second click comes to the same one. */
export async function postCounter(visit: Visit): Promise<unknown> {
  const { work, staff, capacities, request } = visit
  const form = readForm(request)
  const wanted = form.text('service')
  const service = servicesNow(work.deps, capacities, await work.deps.legalClock.now()).find((each) => serviceKey(each) === wanted)
  const applicant = form.text('applicant') as ApplicantKind
  const fill = service && stepWithAction(service.view.steps, 'fill')
  if (!service || !fill || service.edition.regulation.applicants.every(({ kind }) => kind !== applicant))
    return sendNo(visit, refuseCounter('counter.not-yours'), 404)
  const id = entryIdOf(form.onceToken() || crypto.randomUUID())
  await beginEntry(
    { sql: work.deps.database.sql, schema: SCHEMA },
    {
      authority: staff.authority,
      id,
      staffId: staff.id,
      regulation: service.edition.regulation.id,
      editionHash: service.edition.hash,
      variant: service.variant.id,
      view: service.view.id,
      applicant,
      stepId: fill.id,
      status: 'open',
      content: { ...EMPTY, language: languageOf(request) },
      frozen: null,
      requestNumber: null,
      caseId: null,
      version: 1,
      changedAt: await work.deps.legalClock.now(),
    },
  )
  return goTo(visit, PATHS.counterEntry(id))
}

function entryIdOf(token: string): string {
  const hex = hash('sha256', `ruqsat.counter/1 ${token}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function List({ services, entries }: { readonly services: readonly CounterService[]; readonly entries: readonly CounterEntry[] }) {
  const language = useLanguage()
  const open = entries.filter(({ status }) => status !== 'registered')
  const done = entries.filter(({ status }) => status === 'registered')
  return (
    <>
      <h1>{T.title}</h1>
      <p class="lead">{services.length === 0 ? T.none : T.lead}</p>
      {open.length > 0 && <Entries title={T.begun} entries={open} />}
      {services.map((service) => (
        <section>
          <h2>
            {service.edition.regulation.service} <span class="muted">{service.variant.name}</span>
          </h2>
          <p>
            <Cited regulation={service.edition.regulation} source={stepWithAction(service.view.steps, 'fill')!.source} />
          </p>
          {service.edition.regulation.applicants.map(({ kind }) => (
            <Form action={localHref(language, PATHS.counter)} once part={`${serviceKey(service)}-${kind}`}>
              <input type="hidden" name="service" value={serviceKey(service)} />
              <input type="hidden" name="applicant" value={kind} />
              <Button
                text={T.begin[kind]}
                kind="secondary"
                hiddenText={`${service.edition.regulation.service[language]}, ${service.variant.name[language]}`}
              />
            </Form>
          ))}
        </section>
      ))}
      {done.length > 0 && <Entries title={T.done} entries={done} />}
    </>
  )
}

function Entries({ title, entries }: { readonly title: typeof T.begun; readonly entries: readonly CounterEntry[] }) {
  const language = useLanguage()
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {entries.map((entry) => (
          <li>
            <a href={localHref(language, PATHS.counterEntry(entry.id))}>
              {entry.requestNumber ?? `${entry.regulation}, ${entry.changedAt.slice(0, 16).replace('T', ' ')}`}
            </a>{' '}
            {entry.status === 'noData' && <StatusTag text={counterTexts.noDataShort} />}
          </li>
        ))}
      </ul>
    </>
  )
}
