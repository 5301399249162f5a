import { type TidyFinding, type Project, lineAt } from '../project.ts'

/** Tables by authority, or single keys of them, that do without it, each with its reason. One more is a decision for docs/decisions/0032-tables-by-authority.md. */
export const EXEMPT: Readonly<Record<string, string>> = {
  'licensing.licence licence_by_number': 'a number is unique in the country, and whoever looks one up knows no authority',
  'payments.receipts receipts_by_reference':
    'the bank numbers its payments for all authorities, and a reference that comes twice is reported',
  'example.checkpoint': 'a checkpoint seals all cases of one database; an authority that moves begins a chain of its own',
}

const KIND = /^comment on table \S+ is E?'(By authority|By person|National): \S/m
/** Keys, unique rules and references as `schema.sql` writes them. */
const KEYS = /^ {2}constraint (\S+) (?:PRIMARY KEY|UNIQUE|FOREIGN KEY) \((\w+)|^CREATE UNIQUE INDEX (\S+) ON \S+ USING \w+ \((\w*)/gm
const LANGUAGES = /'(?:kk|ru|en)'.*'(?:kk|ru|en)'/g

/**
 * Every table says by a comment whether its rows are an authority's, a person's or the nation's; keys, unique rules and references of a table
 * by authority begin with the authority, so that its rows can move to another database. `schema.sql` is what the migrations add up to.
 */
export function checkTables(project: Project): TidyFinding[] {
  return project.files
    .filter(({ path }) => /(^|\/)schema\.sql$/.test(path))
    .flatMap(({ path, text }) => {
      const found = (place: number, message: string): TidyFinding => ({ file: path, line: lineAt(text, place), rule: 'tables', message })
      const tables = [...text.matchAll(/^(?:unlogged )?table (\S+) \([^]*?(?:\n\n|$(?![^]))/gm)]
      return [
        ...tables.flatMap(({ 0: table, 1: name, index }) =>
          faultsOf(name!, table).map(({ place, message }) => found(index + place, `${name} ${message}`)),
        ),
        ...[...text.matchAll(LANGUAGES)].map(({ index }) =>
          found(index, 'SQL lists languages; their one home is LANGUAGES of @ruqsat/foundation: check them where a value comes in'),
        ),
      ]
    })
}

type Fault = { readonly place: number; readonly message: string }

function faultsOf(name: string, table: string): Fault[] {
  const kind = KIND.exec(table)?.[1]
  if (kind === undefined)
    return [
      {
        place: 0,
        message: "does not say whose rows it holds; comment on it in a migration: 'By authority: …', 'By person: …' or 'National: …'",
      },
    ]
  if (kind !== 'By authority' || Object.hasOwn(EXEMPT, name)) return []
  if (!table.includes('\n  authority text not null'))
    return [{ place: 0, message: "is by authority without a column 'authority text not null'; add it, filled for the rows that are there" }]
  return [...table.matchAll(KEYS)]
    .map(({ 1: constraint, 2: column, 3: index, 4: expression, index: place }) => ({
      place,
      key: constraint ?? index!,
      first: column ?? expression!,
    }))
    .filter(({ key, first }) => first !== 'authority' && !Object.hasOwn(EXEMPT, `${name} ${key}`))
    .map(({ place, key }) => ({ place, message: `is by authority and its key ${key} does not begin with it` }))
}
