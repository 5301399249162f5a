import type { CaseHost } from '@ruqsat/caseflow'
import type { PackageDoor, Sending } from '@ruqsat/regional/contract'

/** The regional gateway as its sender knows it, in front of the same host; every handing over is written down. */
export type PackagesDouble = PackageDoor & {
  readonly sent: { readonly what: 'file' | 'package'; readonly signer?: string; readonly sending: Sending }[]
}

export function packagesDouble(host: Pick<CaseHost, 'storeAttachment' | 'register'>): PackagesDouble {
  const sent: PackagesDouble['sent'] = []
  return {
    sent,
    async sendFile(file, sending) {
      sent.push({ what: 'file', sending })
      return host.storeAttachment(file)
    },
    async sendPackage({ submission, signer }, sending) {
      sent.push({ what: 'package', signer: signer.kind, sending })
      return host.register(submission)
    },
  }
}
