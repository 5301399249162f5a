// What the authority opens by itself: in a channel of its own, by somebody who has a role, on a number of the register, and without
// anything that only a person who applies can give.
import type { Action, Regulation, Variant, View } from '../package/model.ts'
import { anyOf, NOTHING } from '../package/errors.ts'
import { resultActionOf } from '../package/results.ts'
import { isOfOffice } from '../package/systems.ts'
import { KNOWN_FACTS } from '../package/vocabulary.ts'
import { problem, problemIf, twins, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.proceedingsProblems

/** Rows of the channel `office`: who opens the case writes it down, the system registers it, and its party learns how it ended. */
const OFFICE_ACTIONS: readonly Action[] = ['fill', 'registerRequest', 'checkRequirements', 'noticeRefused', 'receiveResult']

export function proceedingsProblems(variant: Variant, regulation: Regulation): readonly Problem[] {
  const { proceedings, views } = variant
  const ofOffice = views.filter((view) => isOfOffice(view, regulation))
  if (proceedings === undefined)
    return ofOffice.flatMap((view) => problemIf(true, 'proceedings-impossible', view, 'id', WORDS.noOffice, view.id))
  return [
    ...twins(proceedings.grounds),
    ...views
      .filter((view) => !ofOffice.includes(view))
      .flatMap((view) => problemIf(true, 'proceedings-impossible', view, 'id', WORDS.ofOffice, view.id)),
    ...ofOffice.flatMap((view) => viewProblems(view, regulation)),
    ...askedProblems(variant),
    ...partyProblems(variant),
    ...decisionProblems(variant),
  ]
}

function viewProblems(view: View, { units }: Regulation): readonly Problem[] {
  const strange = view.steps.filter(({ action }) => !OFFICE_ACTIONS.includes(action))
  const [opens, ...others] = view.steps.filter(({ action }) => action === 'fill')
  const unit = units.find(({ id }) => id === opens?.unit)
  const mayOpen = opens !== undefined && opens === view.steps[0] && others.length === 0 && unit?.kind === 'provider' && unit.role !== null
  return [
    ...problemIf(
      !mayOpen,
      'proceedings-impossible',
      opens ?? view,
      opens === undefined ? 'steps' : 'unit',
      WORDS.opener,
      opens?.unit ?? NOTHING,
    ),
    ...strange.flatMap((step) => problemIf(true, 'proceedings-impossible', step, 'action', WORDS.rows, step.action)),
  ]
}

/** Its party has not asked for anything: there is no request to correct, to take back or not to accept. */
function partyProblems({ procedure, withdrawal, nonAcceptance }: Variant): readonly Problem[] {
  const rows = procedure.steps.flatMap(({ next }) => next).filter(({ when }) => when === 'correction' || when === 'notAccepted')
  return [
    ...rows.flatMap((row) => problemIf(true, 'proceedings-impossible', row, 'when', WORDS.nothingAsked, row.when ?? NOTHING)),
    ...[withdrawal, nonAcceptance].flatMap((each) =>
      each === undefined ? [] : problemIf(true, 'proceedings-impossible', each, 'source', WORDS.nothingAsked, 'withdrawal, nonAcceptance'),
    ),
  ]
}

/** The number's entry in the register says whose it is, but not who heads a firm. */
const KNOWN_OF_HOLDER = KNOWN_FACTS.filter((fact) => fact !== 'applicant.head')

/** Nobody asked for anything that silence could grant or refuse. */
function decisionProblems({ silence, form }: Variant): readonly Problem[] {
  const unknown = form.sections.flatMap(({ fields }) => fields).filter(({ known }) => known === 'applicant.head')
  return [
    ...unknown.map((field) => problem('proceedings-impossible', field, 'known', anyOf(KNOWN_OF_HOLDER), 'applicant.head')),
    ...(silence === undefined || silence.means === 'nothing'
      ? []
      : [problem('proceedings-impossible', silence, 'means', 'means: nothing', silence.means)]),
  ]
}

/** Nobody pays, attaches or declares anything, and the number is one that this register knows. */
function askedProblems({ fee, documents, form, results: { grant }, ...variant }: Variant): readonly Problem[] {
  return [
    ...problemIf(fee !== null, 'proceedings-impossible', fee ?? variant, 'mciRate', WORDS.nothingAsked, 'fee'),
    ...documents.flatMap((slot) => problemIf(true, 'proceedings-impossible', slot, 'id', WORDS.nothingAsked, slot.id)),
    ...form.statements.flatMap((each) => problemIf(true, 'proceedings-impossible', each, 'id', WORDS.nothingAsked, each.id)),
    ...problemIf(resultActionOf(grant) === 'issues', 'proceedings-impossible', grant, 'does', WORDS.number, 'issues'),
    ...problemIf(
      grant.earlier?.elsewhere === true,
      'proceedings-impossible',
      grant.earlier ?? grant,
      'elsewhere',
      WORDS.number,
      'elsewhere',
    ),
  ]
}
