// What the work list and the head's overview share: the form of filters, the tabs with their counts, the pages. All of it works without script.
import { MOST_COUNTED, TASK_SORTS, type TaskPage } from '@ruqsat/caseflow'
import { fillText, type LocalText } from '@ruqsat/foundation'
import { Button, Details, Form, KeyPagination, localHref, Select, TextInput, useLanguage } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { ListChoices } from './choices.ts'
import { changed, DUE_TABS, isFiltered, searchOf, type DueTab, type WantedTasks } from './wanted.ts'
import texts from '../texts.yaml'

/** A count as people read it: to a thousand, and that there are more. */
export function countText(count: number): string {
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)
}

type FilterProps = { readonly path: string; readonly wanted: WantedTasks; readonly choices: ListChoices; readonly children?: Child }

/** Search and filters in one form; a tab that is open stays open. */
export function Filters({ path, wanted, choices, children }: FilterProps) {
  const language = useLanguage()
  const { text, service, action, due, sort } = wanted
  const isNarrowed = service !== '' || action !== '' || wanted.officer !== '' || sort !== 'due'
  return (
    <Form class="filters" method="get" action={localHref(language, path)}>
      {due !== '' && <input type="hidden" name="due" value={due} />}
      <div class="search">
        <TextInput name="text" type="search" label={texts.workList.filter} value={text} spellcheck={false} />
        <Button kind="secondary" text={texts.pages.search} />
      </div>
      <Details summary={texts.listPage.more} open={isNarrowed}>
        <div class="filters__fields">
          {choices.services.length > 1 && (
            <Select name="service" label={texts.pages.service} options={choices.services} value={service} empty={texts.listPage.every} />
          )}
          {choices.actions.length > 1 && (
            <Select name="action" label={texts.listPage.action} options={choices.actions} value={action} empty={texts.listPage.every} />
          )}
          {children}
          <Select
            name="sort"
            label={texts.listPage.sort}
            options={TASK_SORTS.map((value) => ({ value, text: texts.listPage.sorts[value] }))}
            value={sort}
            empty={null}
          />
          <Button kind="secondary" text={texts.overview.show} />
        </div>
      </Details>
      {isFiltered(changed(wanted, { due: '' })) && (
        <p>
          <a href={`${localHref(language, path)}${searchOf(changed(wanted, { text: '', service: '', action: '', officer: '' }))}`}>
            {texts.listPage.clear}
          </a>
        </p>
      )}
    </Form>
  )
}

type TabsProps = { readonly path: string; readonly wanted: WantedTasks; readonly counts: readonly number[] }

/** Everything, and what is urgent, each with its count under the other filters. */
export function DueTabs({ path, wanted, counts }: TabsProps) {
  const language = useLanguage()
  const tabs: readonly (DueTab | '')[] = ['', ...(Object.keys(DUE_TABS) as DueTab[])]
  return (
    <nav class="tabs" aria-label={texts.listPage.tabs[language]}>
      <ul class="tabs__list">
        {tabs.map((due, place) => (
          <li>
            <a
              class="tabs__tab"
              href={`${localHref(language, path)}${searchOf(changed(wanted, { due }))}`}
              {...(wanted.due === due && { 'aria-current': 'page' })}
            >
              {texts.listPage.dues[due === '' ? 'all' : due]} <span class="tabs__count">{countText(counts[place] ?? 0)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function KeyPages({
  path,
  wanted,
  found,
}: {
  readonly path: string
  readonly wanted: WantedTasks
  readonly found: Pick<TaskPage, 'previous' | 'next'>
}) {
  const language = useLanguage()
  const href = (change: Partial<WantedTasks>) => `${localHref(language, path)}${searchOf(changed(wanted, change))}`
  return <KeyPagination previous={found.previous && href({ before: found.previous })} next={found.next && href({ after: found.next })} />
}

/** How many there are, and how many of them are late. */
export function Counts({ found, wanted }: { readonly found: Pick<TaskPage, 'total' | 'late'>; readonly wanted: WantedTasks }) {
  const shape: LocalText = isFiltered(wanted) ? texts.workList.found : texts.workList.count
  const total = fillText(shape, { total: countText(found.total) })
  const late = fillText(texts.workList.late, { late: countText(found.late) })
  return (
    <p class="desk__counts">
      {total} {found.late > 0 && <strong>{late}</strong>}
    </p>
  )
}
