// Every operation of the door, in the order of the document.
import type { ApiOperation } from '../http/operation.ts'
import { applicationOperations } from './applications.ts'
import { clientOperations } from './client.ts'
import { registerOperations } from './register.ts'
import { requestOperations } from './requests.ts'
import { serviceOperations } from './services.ts'
import { taskOperations } from './tasks.ts'

export const operations: readonly ApiOperation[] = [
  ...serviceOperations,
  ...registerOperations,
  ...applicationOperations,
  ...requestOperations,
  ...taskOperations,
  ...clientOperations,
]
