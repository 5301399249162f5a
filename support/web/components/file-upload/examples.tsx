import type { Example } from '../example.ts'
import { FileUpload } from './file-upload.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => (
      <FileUpload
        name="document"
        accept=".pdf,.jpg,.jpeg,.png"
        label={texts.fileUploadExamples.copyOfTheDocument}
        hint={texts.fileUploadExamples.pdfJpegOrPngUp}
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <FileUpload name="document-wrong" label={texts.fileUploadExamples.copy} error={texts.fileUploadExamples.thisFileIsNotA} />
    ),
  },
]
