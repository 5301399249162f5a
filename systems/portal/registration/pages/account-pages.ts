import type { AccountPages } from '@ruqsat/accounts/pages'
import { sendPage } from '@ruqsat/web'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn } from '../../common/http/return-path.ts'

export function accountPagesOf({ accounts }: Portal): AccountPages {
  return { accounts, paths: PATHS, href: hrefWithReturn, send: sendPage }
}
