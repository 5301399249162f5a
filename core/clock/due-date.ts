import type { Refusal } from '@ruqsat/foundation'
import { Fault } from '@ruqsat/foundation'
import type { DueDate, DueDateRequest } from './types.ts'
export function dueDate(_request: DueDateRequest): DueDate | Refusal { throw new Fault('Expected the statutory clock but it is being written') }
