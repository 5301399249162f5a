import { Cited } from '@ruqsat/lawpages'
import { annexTables, findVariant, sumOfTable, sumText, type AnnexTable, type Regulation, type Variant } from '@ruqsat/law'
import { Details, localHref, sendPage, Table, useLanguage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { Diagrams, diagramStyles } from './diagrams.tsx'
import { drawingFiles } from './drawing-files.ts'
import { actPage, pathToAct } from './found.ts'
import texts from '../texts.yaml'

// The reference of business processes of one variant: who does what, in which order and how fast, channel by channel and inside the provider,
// drawn as diagrams too, and next to it the act's own tables as they are written.

export async function referencePage(app: FastifyInstance, portal: Portal): Promise<void> {
  drawingFiles(app, portal)
  const stylesheet = app.site.addAsset('diagrams.css', { body: await diagramStyles(), mediaType: 'text/css; charset=utf-8' })
  actPage(app, portal, '/reference/:variant', async (request, reply, regulation) => {
    const variant = findVariant(regulation, (request.params as { variant: string }).variant)
    if (variant === null) return reply.callNotFound()
    return sendPage(
      request,
      reply,
      { title: texts.reference.title, width: 'wide', breadcrumbs: pathToAct(request, regulation) },
      <Reference regulation={regulation} variant={variant} stylesheet={stylesheet} hasPdf={portal.deps.diagramPdf !== undefined} />,
    )
  })
}

type ReferenceProps = { readonly regulation: Regulation; readonly variant: Variant; readonly stylesheet: string; readonly hasPdf: boolean }

function Reference({ regulation, variant, stylesheet, hasPdf }: ReferenceProps) {
  const language = useLanguage()
  const tables = annexTables(regulation, variant, language)
  const of = (kind: AnnexTable['kind']) => tables.filter((table) => table.kind === kind)
  const others = regulation.variants.filter((each) => each !== variant)
  return (
    <>
      <link rel="stylesheet" href={stylesheet} />
      <h1>{texts.reference.title}</h1>
      <p class="lead">
        {regulation.service}. {variant.name}.
      </p>
      <p class="not-on-paper">
        <a href={localHref(language, PATHS.service(regulation.id, variant.id))}>{texts.reference.service}</a>
      </p>
      <h2>{texts.reference.executed}</h2>
      {of('executed').map((table) => (
        <AnnexTableOf regulation={regulation} table={table} />
      ))}
      <p>
        {texts.reference.sum}: {sumText(sumOfTable(variant.procedure.steps))}.{' '}
        <Cited regulation={regulation} source={variant.procedure.source} />
      </p>
      <h2>{texts.reference.drawn}</h2>
      <p class="not-on-paper">{texts.reference.drawnLead}</p>
      <Diagrams regulation={regulation} variant={variant} hasPdf={hasPdf} />
      {of('written').length > 0 && (
        <>
          <h2>{texts.reference.written}</h2>
          <p>{texts.reference.writtenLead}</p>
        </>
      )}
      {of('written').map((table) => (
        <Details summary={table.title}>
          {table.note !== null && <p>{table.note}</p>}
          <AnnexTableOf regulation={regulation} table={table} captionHidden />
        </Details>
      ))}
      {others.length > 0 && <h2>{texts.reference.others}</h2>}
      <ul>
        {others.map((each) => (
          <li>
            <a href={localHref(language, PATHS.actReference(regulation.id, each.id))}>{each.name}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

type AnnexTableProps = { readonly regulation: Regulation; readonly table: AnnexTable; readonly captionHidden?: boolean }

/** As the law's own table, with the source of each row in words; a number of a row is never broken. */
function AnnexTableOf({ regulation, table, captionHidden = false }: AnnexTableProps) {
  const columns = table.columns.map((text, at) => ({ text, ...(at === 0 && { width: 'narrow' as const }) }))
  const rows = table.rows.map((cells, at) => [...cells.slice(0, -1), <Cited regulation={regulation} source={table.sources[at]!} />])
  return <Table caption={table.title} captionHidden={captionHidden} columns={columns} rows={rows} />
}
