// Every operation of the door, in the order of the document.
import type { ApiOperation } from '../http/operation.ts'
import { applicationOperations } from './applications.ts'
import { clientOperations } from './client.ts'
import { eventOperations } from './events.ts'
import { hookOperations } from './hooks.ts'
import { paymentOperations } from './payments.ts'
import { registerOperations } from './register.ts'
import { requestOperations } from './requests.ts'
import { serviceOperations } from './services.ts'
import { taskOperations } from './tasks.ts'

export const operations: readonly ApiOperation[] = [
  ...serviceOperations,
  ...registerOperations,
  ...applicationOperations,
  ...requestOperations,
  ...paymentOperations,
  ...taskOperations,
  ...eventOperations,
  ...hookOperations,
  ...clientOperations,
]
