import { fillText, isUuid, type LocalDate } from '@ruqsat/foundation'
import type { OfficePost, Staff, StaffPlace } from '@ruqsat/workstation/contract'
import { Button, Form, KeyPagination, LinkButton, localHref, Select, Table, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import texts from '../texts.yaml'
import { dayText, roleName, send } from './frame.tsx'
import { asked, type AdministrationVisit } from './guard.ts'

const PAGE_SIZE = 25

type Person = Staff & { readonly awayUntil: LocalDate | null }
type People = {
  readonly posts: readonly OfficePost[]
  readonly authority: string
  readonly hasLeft: boolean
  readonly people: readonly Person[]
  readonly isFirst: boolean
  readonly next: StaffPlace | null
}

/** Who works in one authority, or who has left it. */
export async function showPeople(visit: AdministrationVisit): Promise<unknown> {
  const { office } = visit.administration.deps
  const wanted = asked(visit, 'authority')
  const authority = office.posts.find((post) => post.authority === wanted)?.authority ?? office.posts[0]?.authority ?? ''
  const hasLeft = asked(visit, 'left') === 'yes'
  const after = placeIn(asked(visit, 'after'))
  const read = authority === '' ? [] : await office.people({ authority, hasLeft, after, limit: PAGE_SIZE + 1 })
  const people = read.slice(0, PAGE_SIZE)
  const last = people.at(-1)
  const next = read.length > PAGE_SIZE && last !== undefined ? { name: last.name, id: last.id } : null
  const page = { posts: office.posts, authority, hasLeft, people, isFirst: after === null, next }
  return send(visit, { title: texts.people.title, width: 'wide' }, <PeoplePage {...page} />)
}

/** Null where the address says none, or what is no place: that is the beginning. */
function placeIn(text: string): StaffPlace | null {
  const [, id = '', name = ''] = /^([^~]+)~(.+)$/.exec(text) ?? []
  return isUuid(id) ? { id, name } : null
}

function PeoplePage({ posts, authority, hasLeft, people, isFirst, next }: People) {
  const language = useLanguage()
  const here = localHref(language, PATHS.people)
  const authorities = [...new Map(posts.map((post) => [post.authority, post.authorityName]))].map(([value, text]) => ({ value, text }))
  const query = `?authority=${encodeURIComponent(authority)}${hasLeft ? '&left=yes' : ''}`
  return (
    <>
      <h1>{texts.people.title}</h1>
      <p>
        <LinkButton
          href={localHref(language, `${PATHS.newPerson}?authority=${encodeURIComponent(authority)}`)}
          text={texts.newPerson.title}
        />
      </p>
      <Form action={here} method="get">
        <Select name="authority" label={texts.people.authority} options={authorities} value={authority} empty={null} />
        <Button text={texts.people.show} kind="secondary" />
      </Form>
      <Table
        caption={hasLeft ? texts.people.whoLeft : texts.people.whoWorks}
        empty={texts.people.nobody}
        columns={[{ text: texts.people.name }, { text: texts.people.post }, { text: texts.people.role }, { text: texts.people.state }]}
        rows={people.map((person) => [
          <a href={localHref(language, PATHS.person(person.id))}>{person.name}</a>,
          person.position,
          roleName(person.role),
          stateOf(person),
        ])}
      />
      <KeyPagination
        first={isFirst ? null : `${here}${query}`}
        next={next && `${here}${query}&after=${encodeURIComponent(`${next.id}~${next.name}`)}`}
      />
      <p>
        <a href={`${here}?authority=${encodeURIComponent(authority)}${hasLeft ? '' : '&left=yes'}`}>
          {hasLeft ? texts.people.whoWorks : texts.people.whoLeft}
        </a>
      </p>
      <p>
        <a href={localHref(language, PATHS.administrators)}>{texts.administrators.title}</a>
      </p>
    </>
  )
}

export function stateOf({ retiredAt, awayUntil, signs }: Pick<Person, 'retiredAt' | 'awayUntil' | 'signs'>) {
  if (retiredAt !== null) return texts.people.left
  if (awayUntil !== null) return fillText(texts.people.away, { until: dayText(awayUntil) })
  return signs === false ? texts.people.signsNot : texts.people.works
}
