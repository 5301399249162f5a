// Signs JSON bytes. What the person sees is made from the bytes that are signed, in this page, and from nothing else.

import { signDetached } from '../browser/cms.ts'
import { isProblem, type KeyProblem } from '../browser/problems.ts'
import { sha256Hex } from '../browser/signing-key.ts'
import type { SignConfig } from './config.ts'
import { make, type Panel, rowsList, startIsland } from './page.ts'
import { contentOf, type Block, type SignedContent } from './signed-content.ts'
import { fetchBytes, type Prepared, runSigning } from './signing.ts'

startIsland<SignConfig>('sign', (panel) => runSigning(panel, () => prepare(panel)))

async function prepare(panel: Panel<SignConfig>): Promise<Prepared | KeyProblem> {
  const bytes = await fetchBytes(panel.config.bytesUrl)
  if (isProblem(bytes)) return bytes
  const content = contentOf(bytes, { say: panel.say, showInstant: (instant) => panel.showInstant(instant), origin: location.origin })
  if (isProblem(content)) return content
  const signedSha256 = await sha256Hex(bytes)
  show(panel, content, signedSha256)
  return { bytes, signedSha256, sign: (key) => signDetached(key, bytes, panel.legalTimeNow()) }
}

/** A block under its heading; what is for machines behind one, so that the person reads words. */
function blockOf({ heading, rows, isFolded }: Block, title: string): readonly HTMLElement[] {
  if (isFolded) return [make('details', { class: 'details' }, make('summary', {}, heading), rowsList(rows))]
  return [...(heading === title ? [] : [make('h3', {}, heading)]), rowsList(rows)]
}

function show(panel: Panel<SignConfig>, content: SignedContent, digest: string): void {
  const exact = make(
    'details',
    { class: 'details' },
    make('summary', {}, panel.say('exact')),
    make('pre', { class: 'signing__exact' }, content.text),
  )
  panel
    .part('content')
    .replaceChildren(
      make('p', { class: 'signing__title' }, content.title),
      ...content.blocks.flatMap((block) => blockOf(block, content.title)),
      rowsList([{ label: panel.say('digest'), text: digest }]),
      exact,
    )
}
