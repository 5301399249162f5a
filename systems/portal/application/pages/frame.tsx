import type { Language } from '@ruqsat/foundation'
import { Caption, Details, localHref, StepIndicator, type StepItem, type StepState } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { Fault } from '@ruqsat/foundation'
import { sectionsFor } from '../core/form.ts'
import { firstDraftStep, signingStep, stepsAhead } from '../core/walk.ts'
import type { Portal } from '../../deps.ts'
import type { OpenDraft } from '../drafts/model.ts'
import type { Person } from '../../registration/people/person.ts'
import { Trace } from './trace.tsx'
import { StepNote } from '../../common/parts/step-note.tsx'
import { T } from './texts.ts'

/** Everything that a page of one draft needs to be drawn. */
export type DraftPage = {
  readonly portal: Portal
  readonly open: OpenDraft
  readonly person: Person
  readonly language: Language
  /** What the firm's people are called who did something with it; null for an individual's draft. */
  readonly names: ReadonlyMap<string, string> | null
}

export function draftHref(page: Pick<DraftPage, 'open' | 'language'>, place = ''): string {
  return localHref(page.language, `/drafts/${page.open.draft.id}${place === '' ? '' : `/${place}`}`)
}

/** Where this draft goes on, by the step it is at. Every place shows the draft that is there and sends no other one on. */
export function placeOf(open: OpenDraft, person: Person): string {
  if (open.draft.status === 'abandoned') return 'abandoned'
  if (open.draft.status === 'waiting') return 'waiting'
  switch (open.step.action) {
    case 'fill':
      return firstPlace(open, person)
    case 'pay':
      return 'pay'
    case 'noticeNotPaid':
      return 'not-paid'
    case 'chooseCertificate':
    case 'sign':
      return 'sign'
    case 'noticeSignatureRefused':
      return 'refused'
    default:
      throw new Fault(`Expected an open draft at a step that has a page but it is at '${open.step.action}'`)
  }
}

/** The pages of the form in their order: its sections, the documents, the answers. */
export function formPlaces(open: OpenDraft, person: Person): readonly { readonly place: string; readonly text: StepItem['text'] }[] {
  return [
    ...sectionsFor(open.variant.form, person.kind).map((section) => ({ place: `form/${section.id}`, text: section.title })),
    ...(open.variant.documents.length > 0 ? [{ place: 'documents', text: T.documents }] : []),
    { place: 'check', text: T.checkShort },
  ]
}

function firstPlace(open: OpenDraft, person: Person): string {
  return formPlaces(open, person)[0]!.place
}

/** The heading of every page of a draft: whose service, where one is, which step of the act it is. */
export function DraftFrame({
  page,
  title,
  at,
  children,
}: {
  readonly page: DraftPage
  readonly title: Child
  readonly at: string
  readonly children?: Child
}) {
  const { regulation } = page.open.edition
  return (
    <>
      <Caption texts={[regulation.service, page.open.variant.name]} />
      <h1>{title}</h1>
      <StepIndicator steps={indicator(page, at)} />
      <LawStep page={page} />
      {children}
      {page.names && (
        <Details summary={T.trace}>
          <Trace
            draft={page.open.draft}
            marks={page.open.marks}
            names={page.names}
            view={page.open.view}
            zone={page.portal.zone(regulation)}
          />
        </Details>
      )}
    </>
  )
}

/** Which step of the act this screen is, with its source. */
export function LawStep({ page }: { readonly page: DraftPage }) {
  return <StepNote regulation={page.open.edition.regulation} step={page.open.step} />
}

/** The stretch of the way that is certain: pages of the form, then the table's own steps. */
function indicator(page: DraftPage, at: string): readonly StepItem[] {
  const { open, person } = page
  const parts: { readonly place: string; readonly text: StepItem['text'] }[] = [...formPlaces(open, person)]
  const pagesOfForm = parts.length
  const signing = signingStep(open.view.steps)
  for (const step of stepsAhead(open.view, firstDraftStep(open.view).id)) {
    if (step.action === 'pay') parts.push({ place: 'pay', text: T.pay })
    if (step === signing) parts.push({ place: 'sign', text: T.sign })
    if (step.action === 'registerRequest') parts.push({ place: 'registered', text: step.name })
  }
  const here = parts.findIndex((part) => part.place === at)
  return parts.map((part, order) => {
    const state: StepState = order < here ? 'done' : order === here ? 'current' : 'ahead'
    const mayGoBack = open.step.action === 'fill' && order < pagesOfForm && state === 'done'
    return { text: part.text, state, ...(mayGoBack && { href: draftHref(page, part.place) }) }
  })
}
