// Who may do what. The pages are those that the routes ask (`PAGE_RIGHTS`); the steps are those of the acts on offer: neither is written here.
import { ACTION_RULES, type Action, type Regulation, type StaffRole, type Step } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { toLocal } from '@ruqsat/clock'
import { fillText, inAll, isRefusal, parseDay, wordsOf, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { Button, Details, Form, localHref, Select, Table, TextInput, useLanguage } from '@ruqsat/web'
import { PAGE_RIGHTS, type OfficePost, type StaffOnDay } from '@ruqsat/workstation/contract'
import { PATHS } from '../deps.ts'
import texts from '../texts.yaml'
import { dayText, roleName, ROLES, send } from './frame.tsx'
import { asked, type AdministrationVisit } from './guard.ts'

const words = texts.rights

type Right = { readonly role: StaffRole; readonly action: Action; readonly regulation: Regulation; readonly step: Step }
type StaffAction = keyof typeof words.actions

const ACTIONS = Object.keys(words.actions) as StaffAction[]

/** With who has which post on a day: of a past one as it was, of one to come as it is named. */
export async function showRights(visit: AdministrationVisit): Promise<unknown> {
  const { services, office, legalClock, zone } = visit.administration.deps
  const wanted = asked(visit, 'authority')
  const authority = office.posts.find((post) => post.authority === wanted)?.authority ?? office.posts[0]?.authority ?? ''
  const typed = asked(visit, 'on')
  const day = typed === '' ? toLocal(await legalClock.now(), zone).date : parseDay(typed)
  const error = isRefusal(day) ? wordsOf(day).text : null
  const people = isRefusal(day) || authority === '' ? [] : await office.onDay(authority, day)
  const posts = { authority, typed: isRefusal(day) ? typed : day, day: isRefusal(day) ? null : day, error, people, all: office.posts }
  const rights = rightsIn(services.map(({ regulation }) => regulation))
  return send(visit, { title: words.title, width: 'wide', hasErrors: error !== null }, <RightsPage rights={rights} posts={posts} />)
}

type Posts = {
  readonly authority: string
  readonly typed: string
  readonly day: LocalDate | null
  readonly error: LocalText | null
  readonly people: readonly StaffOnDay[]
  readonly all: readonly OfficePost[]
}

function PostsOnDay({ authority, typed, day, error, people, all }: Posts) {
  const language = useLanguage()
  const authorities = [...new Map(all.map((post) => [post.authority, post.authorityName]))].map(([value, text]) => ({ value, text }))
  return (
    <>
      <h2>{words.onDay}</h2>
      <Form class="search" action={localHref(language, PATHS.rights)} method="get">
        <Select name="authority" label={texts.people.authority} options={authorities} value={authority} empty={null} />
        <TextInput name="on" label={words.day} hint={words.dayHint} value={typed} width={12} error={error} />
        <Button text={texts.people.show} kind="secondary" />
      </Form>
      {day !== null && (
        <Table
          caption={fillText(words.ofDay, { day: dayText(day) })}
          empty={words.nobodyThen}
          columns={[{ text: texts.people.name }, { text: texts.people.post }, { text: texts.people.role }, { text: texts.person.signing }]}
          rows={people.map(({ id, name, position, role, signs, isNamed }) => [
            <a href={localHref(language, PATHS.person(id))}>{name}</a>,
            isNamed ? inAll((to) => `${position[to]} (${words.isNamed[to]})`) : position,
            roleName(role),
            signs ? texts.person.signs : texts.people.signsNot,
          ])}
        />
      )}
    </>
  )
}

/** What the acts give to each role: the action of a step belongs to the role of the unit that does it. */
export function rightsIn(regulations: readonly Regulation[]): readonly Right[] {
  return regulations.flatMap((regulation) => {
    const roles = new Map(regulation.units.map(({ id, role }) => [id, role]))
    const steps = regulation.variants.filter(({ offered }) => offered).flatMap(({ procedure }) => procedure.steps)
    return steps.flatMap((step) => {
      const role = roles.get(step.unit) ?? null
      return role === null || ACTION_RULES[step.action].place !== 'procedure' ? [] : [{ role, action: step.action, regulation, step }]
    })
  })
}

function RightsPage({ rights, posts }: { readonly rights: readonly Right[]; readonly posts: Posts }) {
  const columns = [
    { text: words.what, width: 'wide' as const },
    ...ROLES.map((role) => ({ text: roleName(role) })),
    { text: words.administrator },
  ]
  const mark = (is: boolean) => (is ? words.yes : words.no)
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={words.steps}
        columns={columns}
        rows={ACTIONS.map((action) => [
          words.actions[action],
          ...ROLES.map((role) => mark(rights.some((right) => right.action === action && right.role === role))),
          mark(false),
        ])}
      />
      <Details summary={words.sources}>
        <ul>
          {eachOnce(rights).map(({ role, regulation, step }) => (
            <li>
              {roleName(role)}: {step.name} <Cited regulation={regulation} source={step.source} />
            </li>
          ))}
        </ul>
      </Details>
      <Table
        caption={words.pages}
        columns={columns}
        rows={[
          ...Object.entries(PAGE_RIGHTS).map(([page, roles]: [string, readonly StaffRole[]]) => [
            words.pageNames[page as keyof typeof PAGE_RIGHTS],
            ...ROLES.map((role) => mark(roles.includes(role))),
            mark(false),
          ]),
          [words.administration, ...ROLES.map(() => mark(false)), mark(true)],
        ]}
      />
      <PostsOnDay {...posts} />
      <p>{words.byOrder}</p>
      <p>{words.signing}</p>
    </>
  )
}

/** Variants of one act have the same step in the same place. */
function eachOnce(rights: readonly Right[]): readonly Right[] {
  return [
    ...new Map(
      rights.map((right) => [`${right.regulation.id} ${right.role} ${right.step.name.kk} ${right.step.source.item}`, right]),
    ).values(),
  ]
}
