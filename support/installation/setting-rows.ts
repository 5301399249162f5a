// How a setting is written, and the kinds that are written often.

/** How one setting is written: in the environment, as a flag, and what it means. The only home of this knowledge. */
export type SettingRow<T> = {
  readonly variable: string
  readonly flag?: string
  readonly meaning: string
  /** The default in words. */
  readonly otherwise: string
  readonly value: T
  /** A flag without a value means this text. */
  readonly bare?: string
  /** A file or folder, or a list of them: `ruqsat.yaml` names each from its own folder. */
  readonly isPath?: boolean | 'list'
  /** A secret is in it: a message never repeats it, and `…_FILE` or `…File` names a file that holds it. */
  readonly isSecret?: boolean
  read(text: string): T | undefined
  /** What is accepted, in words. */
  readonly accepts: string
}

export const row = <T>(value: SettingRow<T>): SettingRow<T> => value

/** A setting that is one of some words. */
export const word = <T extends string>(
  words: readonly T[],
  value: Omit<SettingRow<T>, 'read' | 'accepts' | 'otherwise'>,
): SettingRow<T> => ({
  ...value,
  otherwise: `\`${value.value}\``,
  accepts: words
    .map((each) => `\`${each}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or '),
  read: (text) => words.find((each) => each === text),
})

export const wholeNumber = (value: Omit<SettingRow<number>, 'read' | 'otherwise'>, most: number): SettingRow<number> => ({
  ...value,
  otherwise: `\`${value.value}\``,
  read: (text) => (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= most ? Number(text) : undefined),
})

export const port = (value: Pick<SettingRow<number>, 'variable' | 'flag' | 'meaning' | 'value'>): SettingRow<number> => ({
  ...value,
  otherwise: `\`${value.value}\``,
  accepts: 'a port, 1 to 65535, or 0 for a free one',
  read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined),
})

export const path = { value: null, isPath: true, read: (text: string) => text }
