// What needs somebody's hand, first; nobody who applies should be the first to meet it.
import { fillText, type LocalText } from '@ruqsat/foundation'
import { localHref, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import texts from '../texts.yaml'
import { stateOf } from '../core/on-offer.ts'
import { serviceSwitches } from '../store/acts.ts'
import { send } from './frame.tsx'
import type { AdministrationVisit } from './guard.ts'

type Matter = { readonly text: LocalText; readonly path: string | null }

/** More are one line. */
const MOST_COUNTED = 100

export async function showHome(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const [tables, failed, neighbours, switches, now] = await Promise.all([
    deps.tables(),
    deps.failedMessages.list(MOST_COUNTED),
    deps.neighbours(),
    serviceSwitches(deps.database.sql),
    deps.legalClock.now(),
  ])
  const silent = neighbours.filter(({ state }) => state === 'silent' || state === 'trying')
  const unbound = neighbours.filter(({ state }) => state === 'unbound')
  const undecided = deps.services.filter((each) => each.undecided.length > 0)
  const closed = deps.services.filter(({ regulation: { id } }) => {
    const own = switches.filter(({ regulation }) => regulation === id)
    return own.some((part) => !stateOf(own, part, now).isOpen)
  })
  const counted = (rows: readonly unknown[], text: LocalText, path: string): readonly Matter[] =>
    rows.length === 0 ? [] : [{ text: fillText(text, { count: rows.length }), path }]
  const matters: readonly Matter[] = [
    ...tables.map(({ text }) => ({ text, path: null })),
    ...counted(silent, texts.home.silent, PATHS.neighbours),
    ...counted(failed, texts.home.failed, PATHS.neighbours),
    ...counted(unbound, texts.home.unbound, PATHS.neighbours),
    ...counted(undecided, texts.home.undecided, PATHS.services),
    ...counted(closed, texts.home.closed, PATHS.services),
  ]
  return send(visit, { title: texts.home.title }, <HomePage matters={matters} />)
}

function HomePage({ matters }: { readonly matters: readonly Matter[] }) {
  const language = useLanguage()
  const links = [
    { path: PATHS.newPerson, text: texts.newPerson.title },
    { path: PATHS.administrators, text: texts.administrators.title },
    { path: PATHS.rights, text: texts.rights.title },
  ]
  return (
    <>
      <h1>{texts.home.title}</h1>
      {matters.length === 0 ? (
        <p class="lead">{texts.home.nothing}</p>
      ) : (
        <ul>
          {matters.map(({ text, path }) => (
            <li>{path === null ? text : <a href={localHref(language, path)}>{text}</a>}</li>
          ))}
        </ul>
      )}
      <h2>{texts.home.often}</h2>
      <ul>
        {links.map(({ path, text }) => (
          <li>
            <a href={localHref(language, path)}>{text}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
