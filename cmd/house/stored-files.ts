import { openFiles, type FileStore } from '@ruqsat/files'
import { readConfig, type Settings } from '@ruqsat/installation'

/** Where attached and signed files are kept: the store that the file of settings names, or the database where it names none. */
export function filesIn({ config }: Pick<Settings, 'config'>): FileStore | null {
  return config === null ? null : openFiles(readConfig(config).sections.files, config)
}
