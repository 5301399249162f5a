import { annexTables, findVariant, sumOfTable, sumText, type AnnexTable, type Edition, type Variant } from '@ruqsat/law'
import { Details, languageOf, local, localHref, localPath, sendPage, Table, useLanguage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { Cited } from '../parts/cited.tsx'
import { ACTS } from './act.tsx'
import { actOf } from './found.ts'

// The reference of business processes of one variant: who does what, in which order and how fast, channel by channel and inside the provider,
// and beside it the act's own tables as they are written.

const TEXTS = {
  title: local('Бизнес-процестер анықтамалығы', 'Справочник бизнес-процессов', 'The reference of business processes'),
  executed: local('Қалай орындалады', 'Как выполняется', 'How it is carried out'),
  sum: local('Қызмет берушідегі қадамдардың қосындысы', 'Сумма шагов у услугодателя', 'The provider’s steps add up to'),
  written: local('Актіде қалай жазылған', 'Как записано в акте', 'How the act writes it'),
  writtenLead: local(
    'Актінің өз сөзі орындалатын оқылымнан өзгеше болуы мүмкін; айырмасы шешілген.',
    'Записанное может расходиться с тем, что выполняется; каждое расхождение решено.',
    'What is written may differ from what is carried out; each difference has been decided.',
  ),
  others: local('Басқа нұсқалар', 'Другие варианты', 'Other variants'),
}

export function referencePage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { regulation: string; variant: string } }>(
    localPath(`${PATHS.acts}/:regulation/reference/:variant`),
    async (request, reply) => {
      const act = await actOf(portal, request.params.regulation)
      const variant = act && findVariant(act.regulation, request.params.variant)
      if (act === null || variant === null) return reply.callNotFound()
      const language = languageOf(request)
      return sendPage(
        request,
        reply,
        {
          title: TEXTS.title,
          width: 'wide',
          breadcrumbs: [
            { href: localHref(language, PATHS.acts), text: ACTS },
            { href: localHref(language, PATHS.act(act.regulation.id)), text: act.regulation.service },
          ],
        },
        <Reference act={act} variant={variant} />,
      )
    },
  )
}

function Reference({ act: { regulation }, variant }: { readonly act: Edition; readonly variant: Variant }) {
  const say = useSay()
  const language = useLanguage()
  const tables = annexTables(regulation, variant, language)
  const of = (kind: AnnexTable['kind']) => tables.filter((table) => table.kind === kind)
  const others = regulation.variants.filter((each) => each !== variant)
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">
        {say(regulation.service)}. {say(variant.name)}.
      </p>
      <h2>{say(TEXTS.executed)}</h2>
      {of('executed').map((table) => (
        <AnnexTableOf table={table} />
      ))}
      <p>
        {say(TEXTS.sum)}: {say(sumText(sumOfTable(variant.procedure.steps)))}.{' '}
        <Cited regulation={regulation} source={variant.procedure.source} />
      </p>
      {of('written').length > 0 && (
        <>
          <h2>{say(TEXTS.written)}</h2>
          <p>{say(TEXTS.writtenLead)}</p>
        </>
      )}
      {of('written').map((table) => (
        <Details summary={table.title}>
          {table.note !== null && <p>{table.note}</p>}
          <AnnexTableOf table={table} captionHidden />
        </Details>
      ))}
      {others.length > 0 && <h2>{say(TEXTS.others)}</h2>}
      <ul>
        {others.map((each) => (
          <li>
            <a href={localHref(language, PATHS.actReference(regulation.id, each.id))}>{say(each.name)}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

function AnnexTableOf({ table, captionHidden = false }: { readonly table: AnnexTable; readonly captionHidden?: boolean }) {
  return <Table caption={table.title} captionHidden={captionHidden} columns={table.columns.map((text) => ({ text }))} rows={table.rows} />
}
