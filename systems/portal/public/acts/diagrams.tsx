import { readFile } from 'node:fs/promises'
import { type Diagram, readingOf } from '@ruqsat/diagrams'
import type { Regulation, Variant } from '@ruqsat/law'
import { Details, useLanguage, say } from '@ruqsat/web'
import { PAPERS, pdfHref, svgHref } from './drawing-files.ts'
import { diagramsOf, drawingOf, LEAST_SCALE } from './drawings.ts'
import texts from '../texts.yaml'

// The diagrams of one variant: its business processes, its blocks, and how the systems work together in each channel.
//
// Each is a picture with two files, not a drawing inside the page: a phone loads the narrow one and a larger screen the wide one, nobody loads
// both (inline the page would weigh four times as much), nothing is said twice to who listens, and no ids can meet. What a picture can't say to
// a screen reader is below it as a list of steps, which also serves who would rather read.

/** An inline style is forbidden, so a width is one of these, each with a class of its own. */
const LEAST_WIDTHS: readonly number[] = Array.from({ length: 20 }, (_, at) => (at + 1) * 100)
/** Up to here a screen gets the narrow drawing. On paper there is always the wide one. */
const PHONE = 'screen and (max-width: 48rem)'
/** A screen as wide as the page can become always shows a whole drawing; on one between a phone and that its box scrolls. */
const BETWEEN = '@media screen and (min-width: 48.01rem) and (max-width: 1119px)'

/** The style sheet of a page with diagrams. */
export async function diagramStyles(): Promise<string> {
  const box = await readFile(new URL('./diagrams.css', import.meta.url), 'utf8')
  const widths = LEAST_WIDTHS.map((least) => `.drawing--${least} .drawing__picture { min-width: ${least}px; }`)
  return [box, `${BETWEEN} {`, ...widths, '}'].join('\n')
}

type DiagramsProps = { readonly regulation: Regulation; readonly variant: Variant; readonly hasPdf: boolean }

export function Diagrams({ regulation, variant, hasPdf }: DiagramsProps) {
  const language = useLanguage()
  return (
    <>
      {diagramsOf(regulation, variant, language).map((diagram) => (
        <DiagramFigure regulation={regulation} variant={variant} diagram={diagram} hasPdf={hasPdf} />
      ))}
    </>
  )
}

type FigureProps = DiagramsProps & { readonly diagram: Diagram }

function DiagramFigure({ regulation, variant, diagram, hasPdf }: FigureProps) {
  const wide = drawingOf(variant, diagram, 'wide')
  const narrow = drawingOf(variant, diagram, 'narrow')
  const least = LEAST_WIDTHS.findLast((width) => width <= wide.width * LEAST_SCALE) ?? LEAST_WIDTHS[0]!
  const caption = `${diagram.id}-caption`
  return (
    <figure class={`drawing drawing--${least}`} aria-labelledby={caption}>
      <figcaption class="drawing__caption" id={caption}>
        {diagram.title}
      </figcaption>
      <div class="drawing__box">
        {/* A link in the box takes the focus, and the arrow keys then move what does not fit in. */}
        <a class="drawing__link" href={svgHref(regulation, variant, diagram, 'full')}>
          <picture>
            <source
              media={PHONE}
              srcset={svgHref(regulation, variant, diagram, 'narrow')}
              width={narrow.width}
              height={narrow.height}
              type="image/svg+xml"
            />
            <img
              class="drawing__picture"
              src={svgHref(regulation, variant, diagram, 'wide')}
              width={wide.width}
              height={wide.height}
              loading="lazy"
              alt={`${diagram.title}: ${say(texts.diagrams.alternative)}`}
            />
          </picture>
        </a>
      </div>
      <Details summary={texts.diagrams.steps}>
        <ul>
          {readingOf(diagram).map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      </Details>
      <p class="drawing__files not-on-paper">
        {texts.diagrams.files}:{' '}
        <a href={svgHref(regulation, variant, diagram, 'full')} download={`${diagram.id}.${diagram.language}.svg`}>
          SVG
        </a>
        {hasPdf &&
          PAPERS.map((paper) => (
            <>
              {' · '}
              <a href={pdfHref(regulation, variant, diagram, paper)}>PDF {paper}</a>
            </>
          ))}
      </p>
    </figure>
  )
}
