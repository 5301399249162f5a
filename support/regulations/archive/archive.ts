import { migrate, type Database, type MigrationFolder, type TechnicalClock } from '@ruqsat/database'
import { canonicalJson, Fault } from '@ruqsat/foundation'
import { type Edition, editionOf, type Regulation, sha256Hex } from '@ruqsat/law'
import type { Regulations } from '../open.ts'

export const REGULATIONS_SCHEMA: MigrationFolder = { schema: 'regulations', folder: new URL('./migrations/', import.meta.url) }

type Template = { readonly path: string; readonly text: string }
type EditionRow = { readonly hash: string; readonly regulation: string; readonly templates: readonly Template[] }

/**
 * Keeps every edition that is on offer in the database and answers with the folder's regulations, joined by the kept ones: drafts and cases
 * that were begun under an edition find it after its package has changed or gone. A kept edition is offered no more. Throws a Fault where a
 * kept edition no longer gives its own hash.
 */
export async function keepEditions(database: Database, regulations: Regulations, clock: TechnicalClock): Promise<Regulations> {
  await migrate(database, REGULATIONS_SCHEMA)
  const rows = await database.sql<EditionRow[]>`select hash, regulation, templates from regulations.edition`
  for (const edition of [...regulations.editions, ...regulations.complaints.map(({ edition }) => edition)].filter(isOffered))
    if (!rows.some(({ hash }) => hash === edition.hash)) await keep(database, edition, templatesOf(regulations, edition), clock)
  const past = new Map(rows.filter((row) => regulations.edition(row.hash) === null).map((row) => [row.hash, keptOf(row)]))
  return {
    ...regulations,
    edition: (hash) => regulations.edition(hash) ?? past.get(hash)?.edition ?? null,
    template: (hash, file) => {
      const kept = regulations.edition(hash) === null ? past.get(hash)?.templates.find((each) => each.path === file) : undefined
      return kept?.text ?? regulations.template(hash, file)
    },
  }
}

function isOffered({ regulation }: Edition): boolean {
  return regulation.variants.some((variant) => variant.offered)
}

function templatesOf(regulations: Regulations, { regulation, hash }: Edition): Template[] {
  return regulation.templates.map(({ file }) => ({ path: file, text: regulations.template(hash, file) }))
}

async function keep(
  { sql }: Database,
  { regulation, hash }: Edition,
  templates: readonly Template[],
  clock: TechnicalClock,
): Promise<void> {
  await sql`
    insert into regulations.edition (hash, regulation_id, regulation, templates, kept_at)
    values (${hash}, ${regulation.id}, ${canonicalJson(regulation)}, ${sql.json(templates)}, ${clock.now()})
    on conflict (hash) do nothing`
}

/** What is in the database is believed only as far as its hash says the same. */
function keptOf(row: EditionRow): { readonly edition: Edition; readonly templates: readonly Template[] } {
  const edition = editionOf(JSON.parse(row.regulation) as Regulation)
  const named = new Map(edition.regulation.templates.map(({ file, sha256 }) => [file, sha256]))
  const isWhole = edition.hash === row.hash && row.templates.every(({ path, text }) => named.get(path) === sha256Hex(text))
  if (!isWhole)
    throw new Fault(`Expected the kept edition ${row.hash} to be what its hash says but regulations.edition holds something else`)
  return { edition, templates: row.templates }
}
