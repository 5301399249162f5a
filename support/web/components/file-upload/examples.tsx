import type { Example } from '../example.ts'
import { FileUpload } from './file-upload.tsx'

export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => (
      <FileUpload
        name="document"
        accept=".pdf,.jpg,.jpeg,.png"
        label={{ kk: 'Құжаттың көшірмесі', ru: 'Копия документа', en: 'Copy of the document' }}
        hint={{ kk: 'PDF, JPEG немесе PNG, 10 МБ-қа дейін', ru: 'PDF, JPEG или PNG, до 10 МБ', en: 'PDF, JPEG or PNG, up to 10 MB' }}
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <FileUpload
        name="document-wrong"
        label={{ kk: 'Көшірме', ru: 'Копия', en: 'Copy' }}
        error={{ kk: 'Бұл файл PDF емес', ru: 'Этот файл не PDF', en: 'This file is not a PDF' }}
      />
    ),
  },
]
