// Who may do what. The pages are those that the routes ask (`PAGE_RIGHTS`); the steps are those of the acts on offer: neither is written here.
import { ACTION_RULES, type Action, type Regulation, type StaffRole, type Step } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Details, Table } from '@ruqsat/web'
import { PAGE_RIGHTS } from '@ruqsat/workstation/contract'
import texts from '../texts.yaml'
import { roleName, ROLES, send } from './frame.tsx'
import type { AdministrationVisit } from './guard.ts'

const words = texts.rights

type Right = { readonly role: StaffRole; readonly action: Action; readonly regulation: Regulation; readonly step: Step }
type StaffAction = keyof typeof words.actions

const ACTIONS = Object.keys(words.actions) as StaffAction[]

export function showRights(visit: AdministrationVisit): Promise<unknown> {
  const { services } = visit.administration.deps
  return send(visit, { title: words.title, width: 'wide' }, <RightsPage rights={rightsIn(services.map(({ regulation }) => regulation))} />)
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

function RightsPage({ rights }: { readonly rights: readonly Right[] }) {
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
