import type { Example } from '../../site/showcase.tsx'
import { Pagination } from './pagination.tsx'

export const examples: readonly Example[] = [
  { title: 'in the middle', render: () => <Pagination page={3} pages={12} href={(page) => `?page=${page}`} /> },
]
