import { Button } from '../button/button.tsx'
import { Form } from '../form/form.tsx'
import type { Example } from '../example.ts'
import { FileList } from './file-list.tsx'
import texts from '../texts.yaml'
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

export const examples: readonly Example[] = [
  {
    title: 'two files, one that can be removed',
    render: () => (
      <FileList
        files={[
          { name: 'қоймаға меншік құқығы туралы акт.pdf', sizeBytes: 1_482_310, sha256: SHA256 },
          {
            name: 'өте-ұзын-атаулы-сканерленген-құжат-бірінші-беті-және-екінші-беті-бірге.jpeg',
            sizeBytes: 52_000,
            sha256: SHA256,
            action: (
              <Form action="/kk/_components/file-list">
                <Button text={texts.fileListExamples.remove} kind="quiet" hiddenText="өте-ұзын-атаулы-сканерленген-құжат.jpeg" />
              </Form>
            ),
          },
        ]}
      />
    ),
  },
]
