import type { Language } from '@ruqsat/foundation'
import { localHref, SourceNote, StepIndicator, useLanguage, useSay, type StepItem, type StepState } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { sectionsFor } from '../../core/form.ts'
import { stepsAhead } from '../../core/walk.ts'
import type { Portal } from '../../deps.ts'
import { firstDraftStep } from '../../core/walk.ts'
import type { OpenDraft, Person } from '../../drafts/model.ts'
import { T } from './texts.ts'

/** Everything that a page of one draft needs to be drawn. */
export type DraftPage = { readonly portal: Portal; readonly open: OpenDraft; readonly person: Person; readonly language: Language }

export function draftHref(page: Pick<DraftPage, 'open' | 'language'>, place = ''): string {
  return localHref(page.language, `/drafts/${page.open.draft.id}${place === '' ? '' : `/${place}`}`)
}

/** Where this draft goes on, by the step it stands at. */
export function placeOf(open: OpenDraft, person: Person): string {
  if (open.draft.status === 'abandoned') return 'abandoned'
  if (open.draft.status === 'waiting') return 'waiting'
  switch (open.step.action) {
    case 'pay':
    case 'checkPayment':
      return 'pay'
    case 'noticeNotPaid':
      return 'not-paid'
    case 'chooseCertificate':
    case 'checkCertificate':
    case 'sign':
      return 'sign'
    case 'noticeSignatureRefused':
      return 'refused'
    default:
      return `form/${sectionsFor(open.variant.form, person.kind)[0]?.id ?? ''}`
  }
}

/** The heading of every page of a draft: whose service, which step of the act, where one stands. */
export function DraftFrame({ page, title, at, children }: { readonly page: DraftPage; readonly title: Child; readonly at: string; readonly children?: Child }) {
  const say = useSay()
  const { regulation } = page.open.edition
  return (
    <>
      <p class="caption">
        {say(regulation.service)} · {say(page.open.variant.name)}
      </p>
      <h1>{title}</h1>
      <StepIndicator steps={indicator(page, at)} />
      <LawStep page={page} />
      {children}
    </>
  )
}

/** Which step of the act this screen is, with its source. */
export function LawStep({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  const { step, edition } = page.open
  return (
    <p class="law-step">
      {say(T.step)} {step.id}: {say(step.name)} <SourceNote source={step.source} label={page.portal.sourceLabel(edition.regulation, step.source)} />
    </p>
  )
}

/** The stretch of the way that is certain: sections of the form, documents, answers, then the table's own steps. */
function indicator(page: DraftPage, at: string): readonly StepItem[] {
  const { open, person } = page
  const parts: { id: string; text: StepItem['text'] }[] = [
    ...sectionsFor(open.variant.form, person.kind).map((section) => ({ id: `form/${section.id}`, text: section.title })),
    ...(open.variant.documents.length > 0 ? [{ id: 'documents', text: T.documents }] : []),
    { id: 'check', text: T.check },
  ]
  for (const step of stepsAhead(open.view, firstDraftStep(open.view).id)) {
    if (step.action === 'pay') parts.push({ id: 'pay', text: T.pay })
    if (step.action === 'chooseCertificate') parts.push({ id: 'sign', text: T.sign })
    if (step.action === 'registerRequest') parts.push({ id: 'registered', text: step.name })
  }
  const here = parts.findIndex((part) => part.id === at)
  return parts.map((part, place) => {
    const state: StepState = place < here ? 'done' : place === here ? 'current' : 'ahead'
    const inForm = open.step.action === 'fill' && !['pay', 'sign', 'registered'].includes(part.id)
    return { text: part.text, state, ...(inForm && state === 'done' && { href: draftHref(page, part.id) }) }
  })
}

/** A paragraph whose words are a text of ours. */
export function Say({ text }: { readonly text: { readonly kk: string; readonly ru: string; readonly en: string } }) {
  return <>{text[useLanguage()]}</>
}
