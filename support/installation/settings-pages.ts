// The settings as people read them: what `--help` prints, and docs/settings.md.
import { fileName, settingRows, type SettingRow } from './settings.ts'

/** What `npm start -- --help` prints: every flag, what it is for, what it takes and what holds without it. */
export function settingsHelp(): string {
  const rows = Object.values(settingRows as Record<string, SettingRow<unknown>>).filter(({ flag }) => flag !== undefined)
  const plain = (text: string) => text.replaceAll('`', '')
  return [
    'Usage: npm start -- [--flag value …]',
    '',
    ...rows.flatMap(({ flag, meaning, accepts, otherwise }) => [
      `  ${flag}`,
      `      ${plain(meaning)}`,
      `      Takes ${plain(accepts)}; otherwise ${plain(otherwise)}.`,
    ]),
    '  --help',
    '      This list.',
    '',
    'Each may be set in the environment or in the file of --config instead, and there are more that have no flag: docs/settings.md lists all.',
    '',
  ].join('\n')
}

/** docs/settings.md: generated, compared by `npm run check`. */
export function settingsPage(): string {
  const lines = Object.entries(settingRows as Record<string, SettingRow<unknown>>).map(
    ([name, row]) =>
      `| \`${row.variable}\` | ${row.flag === undefined ? '' : `\`${row.flag}\``} | ${row.meaning} | ${row.accepts} | ${row.otherwise} | ${row.variable === 'RUQSAT_CONFIG' ? '' : `\`${fileName(name)}\``} |`,
  )
  return [
    '# Settings',
    '',
    'Generated from `support/installation/settings.ts` by `npx ruqsat tidy --write`; do not edit. A flag of `npm start -- …` wins over the environment, the environment over the file of `--config`.',
    '',
    '| environment | flag | meaning | accepts | otherwise | in `ruqsat.yaml` |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n')
}
