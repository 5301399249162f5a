// Signs JSON bytes. What the person sees is made from the bytes that are signed, in this page, and from nothing else.

import { fileSizeText } from '@ruqsat/foundation'
import { signDetached } from '../browser/cms.ts'
import { isProblem, type KeyProblem } from '../browser/problems.ts'
import { sha256Hex } from '../browser/signing-key.ts'
import type { SignConfig } from './config.ts'
import { button, make, type Panel, rowsList, startIsland } from './page.ts'
import { contentOf, type Block, type SignedContent } from './signed-content.ts'
import { fetchBytes, type Prepared, runSigning } from './signing.ts'

startIsland<SignConfig>('sign', (panel) => runSigning(panel, () => prepare(panel)))

async function prepare(panel: Panel<SignConfig>): Promise<Prepared | KeyProblem> {
  const bytes = await fetchBytes(panel.config.bytesUrl)
  if (isProblem(bytes)) return bytes
  const showSize = (size: number) => fileSizeText(size, panel.config.language)
  const content = contentOf(bytes, {
    say: panel.say,
    showInstant: (instant) => panel.showInstant(instant),
    showSize,
    origin: location.origin,
  })
  if (isProblem(content)) return content
  const signedSha256 = await sha256Hex(bytes)
  show(panel, content, signedSha256)
  return { bytes, signedSha256, sign: (key) => signDetached(key, bytes, panel.legalTimeNow()) }
}

/** What is read at once: the answer, what the person declares, and what nobody has worded. */
function openBlock({ heading, rows, isList }: Block, title: string): readonly HTMLElement[] {
  const list = isList ? make('ul', { class: 'signing__list' }, ...rows.map(({ text }) => make('li', {}, text))) : rowsList(rows)
  return [...(heading === title ? [] : [make('h3', {}, heading)]), list]
}

/** A part of the document: its name and first words in a line, the whole of it one press away. */
function section({ heading, rows }: Block): HTMLElement {
  const preview = rows.map(({ text }) => text).join(' · ')
  const summary = make(
    'summary',
    { class: 'signing__summary' },
    make(
      'span',
      { class: 'signing__line' },
      make('span', { class: 'signing__name' }, heading),
      make('span', { class: 'signing__words', 'aria-hidden': 'true' }, preview),
    ),
  )
  return make('details', { class: 'signing__section' }, summary, rowsList(rows))
}

/** Everything at once, for who reads all before signing; and for paper, where nothing can be opened. */
function openingAll(panel: Panel<SignConfig>, sections: readonly HTMLElement[]): HTMLElement {
  const all = sections as readonly HTMLDetailsElement[]
  const toggle = button(panel.say('openAll'), 'quiet', () => {
    const isOpening = all.some(({ open }) => !open)
    for (const each of all) each.open = isOpening
    toggle.textContent = panel.say(isOpening ? 'closeAll' : 'openAll')
  })
  addEventListener('beforeprint', () => {
    for (const each of panel.root.querySelectorAll('details')) each.open = true
  })
  return toggle
}

function show(panel: Panel<SignConfig>, { title, brief, blocks, language, text }: SignedContent, digest: string): void {
  const of = (place: Block['place']) => blocks.filter((block) => block.place === place)
  const sections = of('section').map((block) => section(block))
  const named = panel.config.expectedHolder?.name
  // An applicant who signs for themselves is named once.
  const isNamed = named === undefined || brief.some((row) => row.text.startsWith(named))
  const signer = isNamed ? [] : [{ label: panel.say('signer'), text: named }]
  const answer = [...brief, ...signer]
  panel
    .part('content')
    .replaceChildren(
      make('p', { class: 'signing__title' }, title),
      ...(answer.length > 0 ? [rowsList(answer)] : []),
      ...of('open').flatMap((block) => openBlock(block, title)),
      ...(sections.length > 1 ? [make('h3', {}, panel.say('whole'))] : []),
      make('div', { class: 'signing__sections', ...(language !== null && { lang: language }) }, ...sections),
      ...(sections.length > 1 ? [openingAll(panel, sections)] : []),
    )
  panel
    .part('proof')
    .replaceChildren(
      ...of('technical').map(({ rows }) => rowsList(rows)),
      rowsList([{ label: panel.say('digest'), text: digest }]),
      make('details', { class: 'details' }, make('summary', {}, panel.say('exact')), make('pre', { class: 'signing__exact' }, text)),
    )
}
