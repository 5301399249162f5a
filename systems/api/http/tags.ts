import type texts from '../texts.yaml'
import type { ApiOperation } from './operation.ts'

export type TagName = keyof typeof texts.tags

/** The first word of the path: what the operation is about. */
export function tagOf({ path }: Pick<ApiOperation, 'path'>): TagName {
  return path.split('/')[1] as TagName
}
