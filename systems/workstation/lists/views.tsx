// Saved views: the filters and the order of a list under a name, for one official.
import { fillText, isRefusal, parseName } from '@ruqsat/foundation'
import { Button, Details, flash, Form, localHref, readForm, TextInput, useLanguage } from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { dropView, saveView, savedViews, type SavedView, type ViewsKey } from '../store/saved-views.ts'
import { changed, searchOf, wantedIn, type WantedTasks } from './wanted.ts'
import texts from '../texts.yaml'

export type ViewsOfList = { readonly list: ViewsKey['list']; readonly views: readonly SavedView[] }

const LONGEST_NAME = 60

export async function viewsOf({ work, staff }: Visit, list: ViewsKey['list']): Promise<ViewsOfList> {
  return { list, views: await savedViews(work.deps.database.sql, { authority: staff.authority, staffId: staff.id, list }) }
}

/** Keeps what is wanted under a name, or forgets a name; the list comes back with the same filters. */
export async function postView(visit: Visit): Promise<unknown> {
  const { work, staff, request, reply } = visit
  const { sql } = work.deps.database
  const form = readForm(request)
  const list = form.text('list') === 'overview' ? 'overview' : 'work'
  const key = { authority: staff.authority, staffId: staff.id, list } as const
  const search = searchOf(changed(wantedIn(Object.fromEntries(new URLSearchParams(form.text('search')))), {}))
  const removed = form.text('removed')
  const name = parseName([...form.text('name')].slice(0, LONGEST_NAME).join(''))
  if (removed !== '') await dropView(sql, key, removed)
  else if (isRefusal(name)) flash(request, 'important', texts.views.nameless)
  else {
    await saveView(sql, key, { name, search }, work.technicalClock.now())
    flash(request, 'success', fillText(texts.views.saved, { name }))
  }
  return goTo({ ...visit, reply }, `${list === 'work' ? PATHS.work : PATHS.overview}${search}`)
}

type ViewsProps = { readonly path: string; readonly wanted: WantedTasks; readonly of: ViewsOfList }

/** The names as links, and what saves and removes them. */
export function SavedViews({ path, wanted, of }: ViewsProps) {
  const language = useLanguage()
  const search = searchOf(changed(wanted, {}))
  const current = of.views.find((view) => view.search === search)
  const hidden = (
    <>
      <input type="hidden" name="list" value={of.list} />
      <input type="hidden" name="search" value={search} />
    </>
  )
  return (
    <>
      {of.views.length > 0 && (
        <nav class="tabs" aria-label={texts.views.title[language]}>
          <ul class="tabs__list">
            {of.views.map((view) => (
              <li>
                <a
                  class="tabs__tab"
                  href={`${localHref(language, path)}${view.search}`}
                  {...(view === current && { 'aria-current': 'page' })}
                >
                  {view.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {current !== undefined && (
        <Form action={localHref(language, PATHS.views)} part="remove">
          {hidden}
          <input type="hidden" name="removed" value={current.name} />
          <Button kind="secondary" text={fillText(texts.views.remove, { name: current.name })} />
        </Form>
      )}
      {current === undefined && search !== '' && (
        <Details summary={texts.views.save}>
          <Form class="search" action={localHref(language, PATHS.views)} part="save">
            {hidden}
            <TextInput name="name" label={texts.views.name} maxlength={LONGEST_NAME} />
            <Button kind="secondary" text={texts.views.keep} />
          </Form>
        </Details>
      )}
    </>
  )
}
