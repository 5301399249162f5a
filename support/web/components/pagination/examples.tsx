import type { Example } from '../example.ts'
import { Pagination } from './pagination.tsx'

export const examples: readonly Example[] = [
  { title: 'in the middle', render: () => <Pagination page={3} pages={12} href={(page) => `?page=${page}`} /> },
]
