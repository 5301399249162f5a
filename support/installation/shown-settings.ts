import { fileName, settingRows, type SettingRow, type Settings } from './settings.ts'

export type ShownSetting = { readonly key: string; readonly variable: string; readonly value: string | null }

/** Every setting with its name in `ruqsat.yaml` and what it is; what is secret is said to be set and not shown. */
export function shownSettings(settings: Settings): readonly ShownSetting[] {
  return Object.entries(settingRows as Record<string, SettingRow<unknown>>).map(([name, row]) => ({
    key: fileName(name),
    variable: row.variable,
    value: shownText(row, settings[name as keyof Settings]),
  }))
}

function shownText(row: SettingRow<unknown>, value: unknown): string | null {
  if (value === null || (Array.isArray(value) && value.length === 0)) return null
  if (row.isSecret === true) return '***'
  const one = (each: unknown): string =>
    typeof each === 'object' && each !== null
      ? Object.values(each)
          .filter((part) => typeof part === 'string')
          .join(' ')
      : String(each)
  return Array.isArray(value) ? value.map(one).join(', ') : one(value)
}
