import type { LicenceStatus } from '@ruqsat/licensing/contract'
import { StatusTag, type StatusKind } from '@ruqsat/web'
import texts from '../texts.yaml'

const KINDS: Readonly<Record<LicenceStatus, StatusKind>> = {
  active: 'success',
  suspended: 'warning',
  notYet: 'warning',
  replaced: 'danger',
  expired: 'danger',
  terminated: 'danger',
}

/** The state of a number in the register. */
export function RegisterTag({ status }: { readonly status: LicenceStatus }) {
  return <StatusTag kind={KINDS[status]} text={texts.registerStatus[status]} />
}
