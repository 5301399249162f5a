import { hash } from 'node:crypto'
import type { Project, TidyFinding } from '../project.ts'

/** Digests of the migrations, as `sha256sum` writes them. A line is added by `npx ruqsat tidy --write` and never changed by it. */
export const MIGRATION_LIST = 'tools/migrations.sha256'

const MIGRATION = /(^|\/)migrations\/\d{3}-[^/]+\.sql$/

/** What is listed, by path. */
export function listedMigrations(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)].map(([, digest, path]) => [path!, digest!]))
}

/** The list with those that it lacks. */
export function completeMigrationList(project: Pick<Project, 'files'>, text: string): string {
  const listed = listedMigrations(text)
  const found = project.files.filter(({ path }) => MIGRATION.test(path)).map((file) => [file.path, hash('sha256', file.text)] as const)
  const all = new Map([...found, ...listed])
  return [...all]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`)
    .join('')
}

/** An installation that has applied a migration refuses to start with another text under its name. */
export function checkMigrations({ files }: Project): TidyFinding[] {
  const list = files.find(({ path }) => path === MIGRATION_LIST)
  return [...listedMigrations(list?.text ?? '')].flatMap(([path, digest], place) => {
    const file = files.find((each) => each.path === path)
    if (file !== undefined && hash('sha256', file.text) === digest) return []
    const message = `${path} ${file === undefined ? 'is gone' : 'was changed'} after it was listed; put it back and write the change as a new migration (one that was never on main: delete its line here and run \`npx ruqsat tidy --write\`)`
    return [{ file: MIGRATION_LIST, line: place + 1, rule: 'migrations', message }]
  })
}
